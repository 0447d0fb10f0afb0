package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.DateGenerator;

/** The headers that depend on the artifact alone; {@code ResourceServlet} adds those of the answer. */
final class ArtifactHeaders {
    private ArtifactHeaders() {}

    /**
     * Sets them.
     *
     * @param name as the client asked for it
     */
    static void describe(String name, Artifact artifact, HttpServletResponse response) {
        response.setHeader("X-Artifact-Name", HeaderText.encode(name));
        // A shared cache would otherwise guess how long an artifact stays fresh, and mix releases.
        response.setHeader("Cache-Control", "no-cache");
        artifact.digest().ifPresent(digest -> {
            response.setHeader("ETag", digest.etag());
            response.setHeader("X-Content-SHA256", digest.hex());
            response.setHeader("Repr-Digest", digest.reprDigest());
        });
    }

    /** All that 304 says (RFC 9110, section 15.4.5). */
    static void notModified(String name, Artifact artifact, HttpServletResponse response) {
        describe(name, artifact, response);
        response.setHeader(
                "Last-Modified", DateGenerator.formatDate(artifact.version().modifiedSecond()));
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    }
}
