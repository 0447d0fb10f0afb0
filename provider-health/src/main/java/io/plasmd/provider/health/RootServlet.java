package io.plasmd.provider.health;

import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers {@code /}: a page for people, JSON for programs. */
final class RootServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Nothing but the page's own two files. Whatever found a way into the markup could load, send and run nothing. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final transient Function<Boolean, JsonAnswer> json;
    private final transient Supplier<CompletableFuture<Void>> ready;
    private final transient BiFunction<StatusQuery, String, String> page;
    private final transient SharedAnswers shared;
    private final transient Answers answers;

    /**
     * A servlet for {@code /}.
     *
     * @param json asked whether it is for the public only
     * @param ready when the page can be made
     * @param page given what is asked for, and the host that it was asked of
     */
    RootServlet(
            Function<Boolean, JsonAnswer> json,
            Supplier<CompletableFuture<Void>> ready,
            BiFunction<StatusQuery, String, String> page,
            SharedAnswers shared,
            Answers answers) {
        this.json = json;
        this.ready = ready;
        this.page = page;
        this.shared = shared;
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
        Optional<StatusQuery> asked = StatusQuery.of(request, response);
        if (asked.isEmpty() || Later.waits(request, ready)) {
            return;
        }
        StatusQuery query = asked.get();
        String host = request.getServerName();
        Optional<byte[]> content = shared.get(
                request,
                List.of("page", query, host),
                () -> page.apply(query, host).getBytes(StandardCharsets.UTF_8));
        if (content.isEmpty()) {
            return;
        }
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        answers.send(response, content.get());
    }
}
