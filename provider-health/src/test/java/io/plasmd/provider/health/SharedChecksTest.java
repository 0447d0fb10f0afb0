package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who ask for the health of a server at once, of which checks hang. */
final class SharedChecksTest {
    @TempDir
    private Path plugins;

    private BootServer start() throws Exception {
        ProbePlugin.putInto(plugins);
        return new BootServer(Map.of(
                "provider.plugins",
                plugins.toString(),
                "provider.endpoints.health.check-timeout",
                "2s",
                "provider.http.threads",
                "6"));
    }

    private static List<RawHttp> ask(BootServer server, int number, String path, String accept) throws IOException {
        List<RawHttp> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            var client = new RawHttp(server.provider().port());
            client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\nConnection: close\r\n\r\n");
            all.add(client);
        }
        return all;
    }

    @Test
    void oneThatHangsHoldsNoThreadOfThoseThatAsk() throws Exception {
        try (var server = start()) {
            List<RawHttp> waiting = new ArrayList<>();
            waiting.addAll(ask(server, 20, "/health", "*/*"));
            waiting.addAll(ask(server, 20, "/status", "*/*"));
            waiting.addAll(ask(server, 20, "/", "text/html"));
            waiting.addAll(ask(server, 20, "/metrics", "*/*"));
            long begin = System.nanoTime();
            try (Response response = server.provider().get("/health/live")) {
                assertEquals(200, response.code());
            }
            long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            assertTrue(took < 1500, took + " ms");
            for (RawHttp client : waiting) {
                int status = client.read().status();
                assertTrue(status == 200 || status == 503, () -> "status " + status);
                client.close();
            }
        }
    }

    @Test
    void theyRunOnceForAllWhoAskWithinAMoment() throws Exception {
        try (var server = start()) {
            // Once for all of these, and for the ones that hang not once more.
            for (String path : new String[] {"/health", "/status", "/metrics", "/health", "/metrics", "/status"}) {
                server.provider().get(path).close();
            }
            try (Response response = server.provider().get("/status")) {
                String status = response.body().string();
                assertTrue(status.matches("(?s).*\"quick_runs\"\\s*:\\s*[1-4]\\b.*"), status);
            }
        }
    }
}
