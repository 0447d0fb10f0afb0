package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.DateGenerator;

/** The headers that depend on the artifact alone; {@code ResourceServlet} adds those of the answer. */
final class ArtifactHeaders {
    private ArtifactHeaders() {}

    static void describe(Wanted wanted, Artifact artifact, HttpServletResponse response) {
        response.setHeader("X-Artifact-Name", HeaderText.encode(wanted.name(artifact)));
        response.setHeader("Cache-Control", wanted.cacheControl());
        artifact.digest().ifPresent(digest -> {
            response.setHeader("ETag", digest.etag());
            response.setHeader("X-Content-SHA256", digest.hex());
            response.setHeader("Repr-Digest", digest.reprDigest());
        });
    }

    /** All that 304 says (RFC 9110, section 15.4.5). */
    static void notModified(Wanted wanted, Artifact artifact, HttpServletResponse response) {
        describe(wanted, artifact, response);
        response.setHeader(
                "Last-Modified", DateGenerator.formatDate(artifact.version().modifiedSecond()));
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    }
}
