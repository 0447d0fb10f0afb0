package io.plasmd.provider.health;

import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.Function;

/** Answers {@code /}: a page for people, JSON for programs. */
final class RootServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Nothing but the page's own two files. Whatever found a way into the markup could load, send and run nothing. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final transient Function<Boolean, JsonAnswer> json;
    private final transient Function<String, String> page;
    private final transient Answers answers;

    /**
     * A servlet for {@code /}.
     *
     * @param json asked whether it is for the public only
     * @param page given the host that it was asked of
     */
    RootServlet(Function<Boolean, JsonAnswer> json, Function<String, String> page, Answers answers) {
        this.json = json;
        this.page = page;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Vary", "Accept");
        response.setHeader("X-Content-Type-Options", "nosniff");
        String accept = String.join(",", Collections.list(request.getHeaders("Accept")));
        boolean isPublic = request.getAttribute(EndpointContext.PUBLIC_ATTRIBUTE) != null;
        if (isPublic || !AcceptHeader.prefersHtml(accept)) {
            JsonServlet.send(response, json.apply(isPublic), answers);
            return;
        }
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        answers.send(response, page.apply(request.getServerName()).getBytes(StandardCharsets.UTF_8));
    }
}
