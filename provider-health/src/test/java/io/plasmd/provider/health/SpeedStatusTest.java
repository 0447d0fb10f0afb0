package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /status} says of the speed of downloads, and of its limits. */
final class SpeedStatusTest {
    private static JsonNode status(BootServer server) throws IOException {
        try (Response response = server.provider().get("/status")) {
            return JsonMapper.shared().readTree(response.body().bytes());
        }
    }

    @Test
    void theLimitsAreShownAndWhatTheyCameTo() throws Exception {
        try (var server = new BootServer(Map.of(
                "provider.limits.stall-timeout", "400ms",
                "provider.limits.min-rate", "2KiB",
                "provider.limits.min-rate-window", "90s"))) {
            server.putSparse("stable/x86_64/rootfs.img", 64 << 20);
            try (var client = new SlowClient(server.provider().port(), "/rootfs")) {
                Await.until(
                        "the client to be cut off",
                        () -> status(server)
                                        .at("/limits/stall_timeout/cut_off_total")
                                        .asInt()
                                == 1);
            }
            JsonNode limits = status(server).get("limits");
            assertEquals(0.4, limits.at("/stall_timeout/limit").asDouble());
            assertEquals(2048, limits.at("/min_rate/limit").asInt());
            assertEquals(90, limits.at("/min_rate/window_seconds").asInt());
            assertEquals(0, limits.at("/min_rate/cut_off_total").asInt());
            assertEquals(0, limits.at("/pacing/total").asInt());
        }
    }

    @Test
    void aPacedDownloadShowsItsPace() throws Exception {
        int pace = 1 << 20;
        try (var server = new BootServer(Map.of("provider.limits.pacing.total", "1MiB"))) {
            server.putSparse("stable/x86_64/rootfs.img", 64 << 20);
            try (var client = new SlowClient(server.provider().port(), "/rootfs")) {
                Await.until("the download to have its pace", () -> {
                    client.take(64 * 1024);
                    JsonNode status = status(server);
                    return isNear(pace, status.at("/artifacts/downloads/0/bytes_per_second"))
                            && isNear(pace, status.at("/limits/pacing/bytes_per_second"));
                });
                assertEquals(pace, status(server).at("/limits/pacing/total").asInt());
            }
        }
    }

    private static boolean isNear(int expected, JsonNode actual) {
        return Math.abs(actual.asInt() - expected) < expected / 5;
    }
}
