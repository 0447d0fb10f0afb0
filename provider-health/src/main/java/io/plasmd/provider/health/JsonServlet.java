package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    private final transient Supplier<JsonAnswer> answer;
    private final transient Function<Object, String> writer;

    private JsonServlet(Supplier<JsonAnswer> answer, Function<Object, String> writer) {
        this.answer = answer;
        this.writer = writer;
    }

    /** Whose answer is anything that Jackson writes. */
    static JsonServlet of(Supplier<JsonAnswer> answer) {
        return new JsonServlet(answer, JsonServlet::write);
    }

    /** Whose answer {@link HealthJson} writes, which is the first thing that many ask a server that has started. */
    static JsonServlet ofHealth(Supplier<JsonAnswer> answer) {
        return new JsonServlet(answer, HealthJson::write);
    }

    /** Jackson takes a tenth of a second to load, which a server that only sends artifacts never has to spend. */
    private static final class Json {
        static final ObjectMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(response, answer.get(), writer);
    }

    static void send(HttpServletResponse response, JsonAnswer now) throws IOException {
        send(response, now, JsonServlet::write);
    }

    private static String write(Object body) {
        return Json.MAPPER.writeValueAsString(body);
    }

    private static void send(HttpServletResponse response, JsonAnswer now, Function<Object, String> writer)
            throws IOException {
        byte[] body = (writer.apply(now.body()) + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(now.status());
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        if (now.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
