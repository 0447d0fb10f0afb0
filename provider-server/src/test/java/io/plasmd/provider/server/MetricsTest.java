package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private RunningProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = RunningProvider.start(Map.of());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private String metrics() throws IOException {
        try (Response response = provider.get("/metrics")) {
            assertEquals(200, response.code());
            assertTrue(String.valueOf(response.header("Content-Type")).startsWith("text/plain; version=0.0.4"));
            return response.body().string();
        }
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + metrics));
    }

    @Test
    void requestsAreCountedByMethodAndStatus() throws Exception {
        for (int i = 0; i < 3; i++) {
            provider.get("/nothing").close();
        }
        provider.head("/nothing").close();
        provider.send("TRACE", "/nothing").close();
        provider.send("BREW", "/nothing").close();
        Await.until("all to be counted", () -> {
            String metrics = metrics();
            return value(metrics, "provider_responses_total{method=\"GET\",status=\"404\"}") == 3
                    && value(metrics, "provider_responses_total{method=\"HEAD\",status=\"404\"}") == 1
                    && value(metrics, "provider_responses_total{method=\"other\",status=\"405\"}") == 2
                    && value(metrics, "provider_requests_total") >= 6;
        });
    }

    @Test
    void nothingThatAClientChoosesBecomesALabel() throws Exception {
        provider.send("FORGED", "/forged?forged", "User-Agent", "forged").close();
        Await.until("it to be counted", () -> metrics().contains("method=\"other\",status=\"405\""));
        assertTrue(metrics()
                .lines()
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("forged")));
    }

    @Test
    void theProcessAndTheBuildAreDescribed() throws Exception {
        String metrics = metrics();
        assertEquals(
                1,
                value(
                        metrics,
                        "provider_build_info{commit=\"" + Version.commit() + "\",commit_time=\"" + Version.commitTime()
                                + "\",java=\"" + Runtime.version() + "\",version=\"" + Version.current() + "\"}"));
        assertTrue(value(metrics, "process_resident_memory_bytes") > 1 << 20);
        assertTrue(value(metrics, "process_open_fds") > 3);
        assertTrue(value(metrics, "process_max_fds") >= value(metrics, "process_open_fds"));
        assertTrue(value(metrics, "process_threads") > 3);
        assertTrue(value(metrics, "jvm_heap_used_bytes") > 1000);
        assertTrue(value(metrics, "provider_active_connections") >= 1);
        assertTrue(value(metrics, "provider_connections_accepted_total") >= 1);
        for (String reason : List.of("limit", "address", "descriptors")) {
            assertEquals(0, value(metrics, "provider_connections_refused_total{reason=\"" + reason + "\"}"));
        }
    }

    @Test
    void durationsAndSizesAreHistograms() throws Exception {
        metrics();
        Await.until("an observation", () -> {
            String metrics = metrics();
            return value(metrics, "provider_request_duration_seconds_count") >= 1
                    && value(metrics, "provider_response_size_bytes_bucket{le=\"100000.0\"}") >= 1
                    && value(metrics, "provider_response_size_bytes_sum") > 1000;
        });
    }

    @Test
    void promtoolFindsNothingToComplainAbout() throws Exception {
        Programs.require("promtool", "prometheus");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = promtool.getOutputStream()) {
            in.write(metrics().getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(promtool.waitFor(20, TimeUnit.SECONDS));
        assertEquals("", output);
        assertEquals(0, promtool.exitValue());
    }
}
