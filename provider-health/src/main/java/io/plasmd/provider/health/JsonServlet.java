package io.plasmd.provider.health;

import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Answers every GET and HEAD by a JSON document of that moment. */
final class JsonServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** In whole seconds: iPXE and Ignition come back after an integer. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private final transient Supplier<CompletableFuture<Void>> ready;
    private final transient Function<Boolean, JsonAnswer> answer;
    private final transient Function<Object, String> writer;
    private final transient Answers answers;

    private JsonServlet(
            Supplier<CompletableFuture<Void>> ready,
            Function<Boolean, JsonAnswer> answer,
            Function<Object, String> writer,
            Answers answers) {
        this.ready = ready;
        this.answer = answer;
        this.writer = writer;
        this.answers = answers;
    }

    /**
     * Whose answer {@link HealthJson} writes, which is the first thing that many ask a server that has started.
     *
     * @param ready when there is one
     * @param answer asked whether it is for the public only
     */
    static JsonServlet ofHealth(
            Supplier<CompletableFuture<Void>> ready, Function<Boolean, JsonAnswer> answer, Answers answers) {
        return new JsonServlet(ready, answer, HealthJson::write, answers);
    }

    /** Jackson takes a tenth of a second to load, which a server that only sends artifacts never has to spend. */
    private static final class Json {
        static final ObjectMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Later.waits(request, ready)) {
            return;
        }
        boolean isPublic = request.getAttribute(EndpointContext.PUBLIC_ATTRIBUTE) != null;
        send(response, answer.apply(isPublic), writer, answers);
    }

    static void send(HttpServletResponse response, JsonAnswer now, Answers answers) throws IOException {
        send(response, now, JsonServlet::write, answers);
    }

    /** As Jackson writes it. */
    static String write(Object body) {
        return Json.MAPPER.writeValueAsString(body);
    }

    private static void send(
            HttpServletResponse response, JsonAnswer now, Function<Object, String> writer, Answers answers)
            throws IOException {
        byte[] body = (writer.apply(now.body()) + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(now.status());
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        if (now.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        answers.send(response, body);
    }
}
