package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks of a drop-in plugin that throw and hang. */
final class HealthChecksTest {
    @TempDir
    private Path plugins;

    private static JsonNode json(BootServer server, String path) throws Exception {
        try (Response response = server.provider().get(path)) {
            return JsonMapper.builder().build().readTree(response.body().string());
        }
    }

    private BootServer start() throws Exception {
        ProbePlugin.putInto(plugins);
        return new BootServer(
                Map.of("provider.plugins", plugins.toString(), "provider.endpoints.health.check-timeout", "2s"));
    }

    @Test
    void oneThatHangsOrThrowsFailsAndTheOthersAreHeard() throws Exception {
        try (var server = start()) {
            for (int call = 0; call < 3; call++) {
                JsonNode health = json(server, "/health");
                assertEquals("degraded", health.get("status").asString());
                JsonNode checks = health.get("checks");
                assertTrue(checks.get("well").asBoolean(), health::toPrettyString);
                assertTrue(checks.get("disk_space_ok").asBoolean(), health::toPrettyString);
                for (String name :
                        new String[] {"throws_exception", "throws_error", "hangs", "hangs_in_the_kernel_0"}) {
                    assertFalse(checks.get(name).asBoolean(), name);
                }
                JsonNode details = health.get("details");
                assertTrue(details.get("throws_exception").asString().contains("the probe is broken"));
                assertTrue(details.get("throws_error").asString().contains("class org.example.Missing is missing"));
                assertTrue(details.get("hangs").asString().matches("no result after 2000 ms; started at 20\\d\\d-.*Z"));
            }
        }
    }

    @Test
    void oneThatHangsIsWaitedForOnceAndNotStartedAgain() throws Exception {
        try (var server = start()) {
            String since = json(server, "/health").get("details").get("hangs").asString();
            long begin = System.nanoTime();
            for (int call = 0; call < 5; call++) {
                assertEquals(
                        since,
                        json(server, "/health").get("details").get("hangs").asString());
            }
            long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            assertTrue(took < 5 * 2000, took + " ms");
            assertEquals(1, json(server, "/status").get("probe").get("starts").asInt());
        }
    }

    @Test
    void thePageShowsThem() throws Exception {
        try (var server = start()) {
            String html = server.html();
            assertTrue(html.contains("no result after 2000 ms"), html);
            assertTrue(html.contains("the probe is broken"), html);
        }
    }
}
