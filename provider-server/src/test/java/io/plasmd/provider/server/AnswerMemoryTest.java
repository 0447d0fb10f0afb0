package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for answers of some size, and do not read them. */
final class AnswerMemoryTest {
    @TempDir
    private Path plugins;

    @Test
    void smallAnswersComeAllTheSameAndLargeOnesOnceTheyHaveGone() throws Exception {
        PluginSource.named("sample").start("""
                        context.mount("/large", on((request, response) -> context.send(response, new byte[4 << 20])));
                        context.mount("/small", on((request, response) -> context.send(response, new byte[100])));
                        """).jar().writeTo(plugins.resolve("sample.jar"));
        try (RunningProvider provider = RunningProvider.start(
                Map.of("provider.plugins", plugins.toString(), "provider.shutdown.grace", "10ms"))) {
            try (var unread = new UnreadClients(provider.port(), null, 20, 1, "/large")) {
                Await.until("no more room for one", () -> status(provider, "/large") == 503);
                try (Response response = provider.get("/large")) {
                    assertTrue(response.header("Retry-After") != null);
                }
                assertEquals(200, status(provider, "/small"));
            }
            Await.until("room again", () -> status(provider, "/large") == 200);
        }
    }

    private static int status(RunningProvider provider, String path) throws Exception {
        try (Response response = provider.get(path)) {
            return response.code();
        }
    }
}
