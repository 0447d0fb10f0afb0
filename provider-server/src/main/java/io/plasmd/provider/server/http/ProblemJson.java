package io.plasmd.provider.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** An error for programs (RFC 9457). */
final class ProblemJson {
    static final String CONTENT_TYPE = "application/problem+json";

    /** Nothing that a client sent leaves as it came: {@code instance} is its path, with whatever bytes. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ProblemJson() {}

    static byte[] render(int status, @Nullable String detail, @Nullable String instance) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", HttpStatus.getMessage(status));
            json.writeNumberProperty("status", status);
            if (detail != null) {
                json.writeStringProperty("detail", detail);
            }
            if (instance != null) {
                json.writeStringProperty("instance", instance);
            }
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8).concat("\n").getBytes(StandardCharsets.UTF_8);
    }
}
