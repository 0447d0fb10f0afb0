package io.plasmd.provider.artifacts;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.URIUtil;

/** What a servlet is told of the target of a request. */
final class DecodedTarget {
    /** What is neither the end of a target nor refused before it is decoded. */
    static final Pattern ASCII = Pattern.compile("[!-~]+");

    /** As the server tells Jetty. */
    private static final UriCompliance COMPLIANCE = UriCompliance.DEFAULT.with(
            "provider",
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private static final Pattern SLASHES = Pattern.compile("/+");

    /** Dot segments and control characters, which the server refuses before Jetty looks. */
    private static final Pattern REFUSED = Pattern.compile("/\\.\\.?(/|$)|%[01][0-9a-fA-F]|%7[fF]");

    private DecodedTarget() {}

    /** The path, decoded by the same calls as in a server; empty where the answer is 400. */
    static Optional<String> path(String target) {
        int query = target.indexOf('?');
        String asked = query < 0 ? target : target.substring(0, query);
        String folded = SLASHES.matcher(asked).replaceAll("/");
        if (REFUSED.matcher(folded).find()) {
            return Optional.empty();
        }
        HttpURI uri;
        String path;
        try {
            uri = HttpURI.from("GET", folded + target.substring(asked.length()));
            path = URIUtil.decodePath(uri.getCanonicalPath());
        } catch (RuntimeException e) {
            // Refused with 400, whatever it is: Jetty 12.1 indexes a table of 128 places with bytes beyond ASCII.
            return Optional.empty();
        }
        boolean isAccepted = uri.getViolations().stream().allMatch(COMPLIANCE::allows)
                // Of those, RequestGate and Jetty's parser refuse the one and the other.
                && uri.getPath().indexOf(';') < 0
                && uri.getFragment() == null;
        return isAccepted && path != null && path.startsWith("/") ? Optional.of(path) : Optional.empty();
    }
}
