package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    JsonServlet(Supplier<JsonAnswer> answer) {
        this.answer = answer;
    }

    /** Jackson takes a tenth of a second to load, which a server that only sends artifacts never has to spend. */
    private static final class Json {
        static final ObjectMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(response, answer.get());
    }

    static void send(HttpServletResponse response, JsonAnswer now) throws IOException {
        byte[] body = (Json.MAPPER.writeValueAsString(now.body()) + "\n").getBytes(StandardCharsets.UTF_8);
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
