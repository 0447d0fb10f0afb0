package io.plasmd.provider.netboot;

import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What all answers of the plugin have in common: they are for this machine and this moment. */
record Answers(EndpointContext context) {

    void text(HttpServletResponse response, String contentType, String text) throws IOException {
        noStore(response);
        response.setContentType(contentType);
        context.send(response, text.getBytes(StandardCharsets.UTF_8));
    }

    void error(HttpServletResponse response, int status, String why) throws IOException {
        noStore(response);
        response.sendError(status, why);
    }

    /** Boot loaders that are told so come back. */
    void later(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "5");
        error(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the releases cannot be looked at just now");
    }

    static void noStore(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
    }
}
