package io.plasmd.provider.release;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths of URLs (RFC 3986, section 3.3). */
public final class UrlPath {
    private UrlPath() {}

    /** The absolute path with these segments, each percent-encoded. */
    public static String of(String... segments) {
        return Arrays.stream(segments).map(s -> "/" + encode(s)).collect(Collectors.joining());
    }

    /** The same of a name that may have directories, whose levels are segments of their own. */
    static String ofName(String first, String second, String name) {
        return of(first, second) + ofName(name);
    }

    /** Of such a name alone. */
    static String ofName(String name) {
        return of(name.split("/", -1));
    }

    /** URLEncoder is for forms: all that it does otherwise than a path wants is the blank. */
    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
