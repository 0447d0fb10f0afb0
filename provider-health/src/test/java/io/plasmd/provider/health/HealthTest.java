package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class HealthTest {
    @TempDir
    private static Path artifacts;

    private static RunningProvider start(Map<String, String> settings) throws Exception {
        return RunningProvider.start(settings(settings));
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("provider.endpoints.artifacts.directory", artifacts.toString());
        return all;
    }

    /** Without any artifact no boot server is healthy. */
    private static void putKernel() throws IOException {
        Files.writeString(
                Files.createDirectories(artifacts.resolve("stable/x86_64")).resolve("vmlinuz"), "kernel");
    }

    private static JsonNode json(Response response) throws Exception {
        assertEquals("application/json", response.header("Content-Type"));
        return JsonMapper.builder().build().readTree(response.body().string());
    }

    @Test
    void aHealthyServerSaysSo() throws Exception {
        putKernel();
        try (var provider = start(Map.of());
                Response response = provider.get("/health")) {
            assertEquals(200, response.code());
            JsonNode health = json(response);
            assertEquals("healthy", health.get("status").asString());
            assertTrue(health.get("checks").get("disk_space_ok").asBoolean());
            assertFalse(health.has("details"));
        }
    }

    @Test
    void tooLittleDiskSpaceIsDegradedWith503() throws Exception {
        try (var provider = start(Map.of("provider.endpoints.health.disk-space.min-free", "1000000TiB"));
                Response response = provider.get("/health")) {
            assertEquals(503, response.code());
            assertTrue(response.header("Retry-After").matches("[1-9][0-9]*"));
            JsonNode health = json(response);
            assertEquals("degraded", health.get("status").asString());
            assertFalse(health.get("checks").get("disk_space_ok").asBoolean());
            assertTrue(health.get("details").get("disk_space_ok").asString().contains("bytes are free"));
        }
    }

    @Test
    void tooFewInodesAreDegradedTooOnceTheyCanBeAskedFor() throws Exception {
        // A file system that makes inodes as it needs them has no number to fall short of.
        boolean counted = inodes(Path.of(System.getProperty("java.io.tmpdir"))) > 0;
        try (var provider =
                start(Map.of("provider.endpoints.health.disk-space.min-free-inodes", "1000000000000000000"))) {
            Await.until("the inodes to be looked at", () -> {
                try (Response response = provider.get("/health")) {
                    boolean told = response.body().string().contains("inodes are free");
                    assertEquals(told ? 503 : 200, response.code());
                    return told == counted;
                }
            });
        }
    }

    private static long inodes(Path path) throws Exception {
        Process stat = new ProcessBuilder("stat", "-f", "-c", "%c", path.toString()).start();
        try (BufferedReader out = stat.inputReader()) {
            return Long.parseLong(out.readLine());
        }
    }

    @Test
    void everyCheckIsAMetric() throws Exception {
        try (var provider = start(Map.of());
                Response response = provider.get("/metrics")) {
            assertTrue(response.body().string().contains("provider_health_check{check=\"disk_space_ok\"} 1.0"));
        }
    }

    @Test
    void aRunningServerIsLiveAndReady() throws Exception {
        try (var provider = start(Map.of())) {
            for (String path : new String[] {"/health/live", "/health/ready"}) {
                try (Response response = provider.get(path)) {
                    assertEquals(200, response.code(), path);
                    assertEquals("no-store", response.header("Cache-Control"));
                }
            }
        }
    }

    @Test
    void theRootSaysWhoTheServerIs() throws Exception {
        try (var provider = start(
                        Map.of("provider.name", "rack-7", "provider.channel", "edge", "provider.arch", "riscv64"));
                Response response = provider.get("/")) {
            JsonNode info = json(response);
            assertEquals("rack-7", info.get("name").asString());
            assertEquals("edge", info.get("channel").asString());
            assertEquals("riscv64", info.get("arch").asString());
            assertTrue(info.get("version").asString().matches("\\d+\\.\\d+\\.\\d+.*"), info::toString);
        }
    }

    @Test
    void theStatusHasTheServerItsPluginsItsHealthAndItsMetrics() throws Exception {
        putKernel();
        try (var provider = start(Map.of("provider.name", "rack-7"))) {
            provider.get("/health").close();
            provider.get("/nothing").close();
            try (Response response = provider.get("/status")) {
                JsonNode status = json(response);
                assertEquals("rack-7", status.get("provider").get("name").asString());
                assertTrue(status.get("provider").get("uptime_secs").asLong() >= 0);
                assertEquals(
                        Runtime.version().toString(),
                        status.at("/provider/build/java").asString());
                assertTrue(
                        status.at("/provider/build/commit").asString().matches("[0-9a-f]{40}(-dirty)?|unknown"),
                        status::toString);
                assertTrue(status.get("plugins")
                        .valueStream()
                        .anyMatch(plugin -> plugin.get("name").asString().equals("health")));
                assertEquals("healthy", status.get("health").get("status").asString());
                assertEquals(3, status.get("metrics").get("requests_total").asLong());
                assertTrue(status.get("metrics").get("bytes_served_total").asLong() > 0);
                assertTrue(status.get("metrics").get("active_connections").asLong() > 0);
            }
        }
    }

    @Test
    void aClockThatIsSetBackDoesNotChangeHowLongTheServerHasBeenUp() throws Exception {
        var now = new AtomicReference<>(Instant.now());
        try (var provider = RunningProvider.start(settings(Map.of()), now::get)) {
            now.set(Instant.EPOCH);
            try (Response response = provider.get("/status")) {
                assertTrue(json(response).at("/provider/uptime_secs").asLong(-1) >= 0);
            }
        }
    }

    @Test
    void headHasTheLengthOfGet() throws Exception {
        try (var provider = start(Map.of());
                Response head = provider.head("/health");
                Response get = provider.get("/health")) {
            assertEquals(get.header("Content-Length"), head.header("Content-Length"));
            assertEquals(0, head.body().bytes().length);
        }
    }
}
