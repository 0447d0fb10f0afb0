package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** A server that has something to hide, and what has to hold whatever it is sent. */
final class HostileServer implements AutoCloseable {
    static final String SECRET = "for-the-operator-only";
    static final String KERNEL = ArtifactServer.RELEASE + "vmlinuz";

    private static final String HEADERS_OF_A_REQUEST = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final Pattern UNFIT_FOR_A_LINE = Pattern.compile("[^\\x20-\\x7e\\n]");

    private final CapturedLog log = new CapturedLog();
    private final ArtifactServer server;
    private final byte[] kernel;

    HostileServer() throws Exception {
        this(Map.of());
    }

    HostileServer(Map<String, String> settings) throws Exception {
        server = new ArtifactServer(settings);
        kernel = server.put("vmlinuz", 1000);
        Files.writeString(server.scratch().resolve("secret"), SECRET);
        for (String name : new String[] {".secret", "stable/.secret", "stable/x86_64/.secret"}) {
            Files.writeString(server.root().resolve(name), SECRET);
        }
    }

    ArtifactServer files() {
        return server;
    }

    String log() {
        return log.text();
    }

    byte[] kernel() {
        return kernel.clone();
    }

    /** Asks for a target, which may be anything, and expects a status. */
    Answer get(String target, int status) throws Exception {
        return send("GET " + target + HEADERS_OF_A_REQUEST, status);
    }

    /**
     * Sends bytes, which are to be answered and followed by the end of the connection.
     *
     * @param request each character a byte
     */
    Answer send(String request, int status) throws Exception {
        String raw = RawHttp.exchange(server.provider().port(), request);
        var answer = new Answer(raw);
        assertEquals(status, answer.status(), raw);
        assertHarmless(answer);
        return answer;
    }

    private void assertHarmless(Answer answer) throws IOException {
        assertFalse(answer.raw().contains(SECRET), answer.raw());
        if (answer.status() >= 400) {
            assertEquals("application/problem+json", answer.header("Content-Type"), answer.raw());
            var problem = JsonMapper.shared().readTree(answer.body());
            assertEquals(answer.status(), problem.get("status").asInt(), answer.raw());
            assertFalse(UNFIT_FOR_A_LINE.matcher(answer.body()).find(), answer.raw());
        }
        assertArrayEquals(kernel, server.body(KERNEL));
        // That a link to a directory is not followed is said once for each.
        assertEquals(0, log.count(" WARN ") - log.count(" WARN LeftOutDirectories "), log::text);
        assertEquals(0, log.count(" ERROR "), log::text);
        assertFalse(UNFIT_FOR_A_LINE.matcher(log.text()).find(), log::text);
    }

    @Override
    public void close() throws IOException {
        try (log) {
            server.close();
        }
    }

    /** All that came over the wire, a character for each byte. */
    record Answer(String raw) {

        int status() {
            assertTrue(raw.startsWith("HTTP/1.1 "), raw.isEmpty() ? "closed without an answer" : raw);
            return Integer.parseInt(raw.substring(9, 12));
        }

        String header(String name) {
            return RawHttp.headersOf(raw)
                    .lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }

        String body() {
            return raw.substring(raw.indexOf("\r\n\r\n") + 4);
        }

        byte[] bytes() {
            return body().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
