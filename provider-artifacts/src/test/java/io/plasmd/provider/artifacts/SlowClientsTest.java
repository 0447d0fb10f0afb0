package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that take nothing, or next to nothing. */
final class SlowClientsTest {
    private static final int SIZE = 24 << 20;

    private static boolean hasMetric(ArtifactServer server, String line) throws IOException {
        return new String(server.body("/metrics"), StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line::equals);
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws Exception {
        try (var server = new ArtifactServer(Map.of("provider.limits.stall-timeout", "400ms"))) {
            server.put("rootfs.img", SIZE);
            try (var download = new SlowDownload(server.provider().port(), "/rootfs", "")) {
                Await.until(
                        "it to be counted",
                        () -> hasMetric(server, "provider_downloads_aborted_total{reason=\"stalled\"} 1.0"));
                assertTrue(download.rest().length < SIZE);
            }
            assertEquals(
                    1,
                    server.json("/status")
                            .at("/limits/stall_timeout/cut_off_total")
                            .asInt());
        }
    }
}
