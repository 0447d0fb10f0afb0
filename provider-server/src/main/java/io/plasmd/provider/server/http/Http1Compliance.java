package io.plasmd.provider.server.http;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** What Jetty is told to let through, because it is legal or is looked at here more closely. */
public final class Http1Compliance {
    private static final HttpCompliance HTTP = HttpCompliance.RFC9110.with(
            "provider",
            // An origin server ignores Host where the target is absolute (RFC 9112, section 3.2.2).
            HttpCompliance.Violation.MISMATCHED_AUTHORITY,
            // Jetty refuses legal values, such as an empty port or a comma; Http1Host knows which are not.
            HttpCompliance.Violation.UNSAFE_HOST_HEADER);

    private static final UriCompliance URI = UriCompliance.DEFAULT.with(
            "provider",
            // %25 and %5C are how names with a percent sign or a backslash are asked for. Nothing decodes a path twice,
            // and
            // a backslash separates nothing on Linux. Control characters, which are suspicious too, end in Http1Target.
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private Http1Compliance() {}

    /** Jetty says 426 without an Upgrade field, which RFC 9110, section 15.5.22 wants. */
    static void requireSpoken(HttpVersion version) {
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            throw new HttpException.RuntimeException(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
    }

    public static void apply(HttpConfiguration configuration) {
        configuration.setHttpCompliance(HTTP);
        // What else is ambiguous (%2f, %2e, ;) is 400: no artifact has such a name.
        configuration.setUriCompliance(URI);
    }
}
