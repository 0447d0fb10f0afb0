package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What is answered where there is nothing to send. */
final class ErrorAnswers {
    private ErrorAnswers() {}

    static void notFound(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_NOT_FOUND, "there is no such artifact");
    }

    /** 503, which every boot client that retries at all comes back after; 404 would be final. */
    static void notYet(HttpServletResponse response, String why) throws IOException {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, why);
    }

    static void otherVersion(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED, "the artifact is another version");
    }

    /** The client must see that its download failed: a 503 where nothing has been sent, else a broken connection. */
    static void cutOff(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // Jetty's own way to say: abort.
            response.sendError(-1);
        } else {
            response.reset();
            notYet(response, "the file is being changed");
        }
    }
}
