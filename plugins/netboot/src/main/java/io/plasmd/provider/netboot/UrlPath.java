package io.plasmd.provider.netboot;

import java.nio.charset.StandardCharsets;

/** The path of a URL (RFC 3986, section 3.3). */
final class UrlPath {
    private static final String UNRESERVED = "-._~/";

    private UrlPath() {}

    static String encode(String path) {
        var out = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c < 128 && Character.isLetterOrDigit(c)) || UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
