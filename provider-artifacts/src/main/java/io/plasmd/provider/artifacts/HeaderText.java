package io.plasmd.provider.artifacts;

import java.nio.charset.StandardCharsets;

/** Makes a file name fit for a header field. */
final class HeaderText {
    private HeaderText() {}

    /** Percent-encodes everything but printable ASCII, and the percent sign. */
    static String encode(String text) {
        if (text.chars().allMatch(HeaderText::isPlain)) {
            return text;
        }
        var encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '%';
    }
}
