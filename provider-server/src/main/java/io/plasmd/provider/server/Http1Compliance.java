package io.plasmd.provider.server;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** What Jetty is told to let through, because it is legal or is looked at here more closely. */
final class Http1Compliance {
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

    static void apply(HttpConfiguration configuration) {
        configuration.setHttpCompliance(HTTP);
        // What else is ambiguous (%2f, %2e, ;) is 400: no artifact has such a name.
        configuration.setUriCompliance(URI);
    }
}
