package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers {@code /status}. */
final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<CompletableFuture<Void>> ready;
    private final transient Supplier<Map<String, @Nullable Object>> status;
    private final transient SharedAnswers shared;
    private final transient Answers answers;

    /**
     * A servlet for {@code /status}.
     *
     * @param ready when there is a status
     */
    StatusServlet(
            Supplier<CompletableFuture<Void>> ready,
            Supplier<Map<String, @Nullable Object>> status,
            SharedAnswers shared,
            Answers answers) {
        this.ready = ready;
        this.status = status;
        this.shared = shared;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<StatusQuery> asked = StatusQuery.of(request, response);
        if (asked.isEmpty() || Later.waits(request, ready)) {
            return;
        }
        StatusQuery query = asked.get();
        Optional<byte[]> content = shared.get(
                request,
                query,
                () -> (JsonServlet.write(StatusPart.of(status.get(), query)) + "\n").getBytes(StandardCharsets.UTF_8));
        if (content.isPresent()) {
            response.setContentType("application/json");
            response.setHeader("Cache-Control", "no-store");
            answers.send(response, content.get());
        }
    }
}
