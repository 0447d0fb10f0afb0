package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take nothing, or next to nothing, and those that are merely slow. */
final class SlowClientsTest {
    private static final int SIZE = 24 << 20;
    private static final Duration TENTH = Duration.ofMillis(100);

    @TempDir
    private Path logs;

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private ArtifactServer server;

    /** With a time for idle connections that would end any slow download, if it counted. */
    private void start(Map<String, String> limits) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "provider.http.idle-timeout",
                "1s",
                "provider.log.access.target",
                logs.resolve("access.log").toString()));
        limits.forEach((key, value) -> settings.put("provider.limits." + key, value));
        server = new ArtifactServer(settings);
        server.put("rootfs.img", SIZE);
        server.awaitEtag("/rootfs");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private SlowDownload download() throws IOException {
        return new SlowDownload(server.provider().port(), "/rootfs", "");
    }

    private double metric(String name) throws IOException {
        return new String(server.body("/metrics"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private double cutOff(String reason) throws IOException {
        return metric("provider_downloads_aborted_total{reason=\"" + reason + "\"}");
    }

    private String accessLog() throws IOException {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log : files.toList()) {
                text.append(Files.readString(log));
            }
        }
        return text.toString();
    }

    private static long openFiles(String ending) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(fd -> leadsTo(fd, ending)).count();
        }
    }

    private static boolean leadsTo(Path descriptor, String ending) {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith(ending);
        } catch (IOException e) {
            // Closed between the listing and the look.
            return false;
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws Exception {
        start(Map.of("stall-timeout", "400ms"));
        try (SlowDownload download = download()) {
            Await.until("it to be counted", () -> cutOff("stalled") == 1);
            assertTrue(download.rest().length < SIZE);
        }
        Await.until("the access log to say why", () -> accessLog().contains("cut short: the client took nothing for "));
        Await.until("it to be over", () -> metric("provider_active_downloads") == 0);
        assertEquals(0, openFiles("rootfs.img"));
    }

    @Test
    void aClientThatStopsInTheMiddleIsCutOff() throws Exception {
        start(Map.of("stall-timeout", "400ms"));
        try (SlowDownload download = download()) {
            long taken = download.trickle(256 * 1024, Duration.ofMillis(1), Duration.ofMillis(100));
            Await.until("it to be counted", () -> cutOff("stalled") == 1);
            assertTrue(taken + download.rest().length < SIZE);
        }
    }

    /** The server's own writes are half a minute apart here: only the kernel knows that this client is alive. */
    @Test
    void aSlowButSteadyClientIsLeftAlone() throws Exception {
        start(Map.of("stall-timeout", "2s", "min-rate", "4KiB", "min-rate-window", "2s"));
        try (SlowDownload download = download()) {
            long taken = download.trickle(4096, TENTH, Duration.ofSeconds(8));
            assertTrue(taken >= 10 * 4096, taken + " bytes");
            assertEquals(0, cutOff("stalled") + cutOff("too_slow") + cutOff("client"));
            assertEquals(SIZE, taken + download.rest().length);
        }
        Await.until("it to be completed", () -> metric("provider_downloads_completed_total") == 1);
    }

    @Test
    void aTrickleIsCutOff() throws Exception {
        start(Map.of("min-rate", "1MiB", "min-rate-window", "1s"));
        try (SlowDownload download = download()) {
            long taken = download.trickle(4096, TENTH, Duration.ofSeconds(20));
            assertTrue(taken + download.rest().length < SIZE);
        }
        Await.until("it to be counted", () -> cutOff("too_slow") == 1);
        Await.until(
                "the access log to say why",
                () -> accessLog().contains("less than 1048576 a second (limits.min-rate)"));
    }

    @Test
    void withoutAMinimumATrickleIsLeftAlone() throws Exception {
        start(Map.of("min-rate", "0", "min-rate-window", "300ms"));
        try (SlowDownload download = download()) {
            download.trickle(1024, TENTH, Duration.ofSeconds(3));
            assertEquals(0, cutOff("too_slow"));
        }
    }

    @Test
    void anIdleConnectionIsStillClosedAfterADownload() throws Exception {
        start(Map.of());
        try (Response response = server.get("/rootfs", "Range", "bytes=0-9")) {
            assertEquals(10, response.body().bytes().length);
        }
        // The next request goes over a connection of its own, or over the same one: either ends when it idles.
        Await.until("all connections to be closed", () -> openSockets() == 0);
    }

    private long openSockets() throws IOException {
        String port = String.format(":%04X", server.provider().port());
        long count = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            count += Files.readAllLines(Path.of(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    // 01: established (include/net/tcp_states.h).
                    .filter(columns -> columns[1].endsWith(port) && columns[3].equals("01"))
                    .count();
        }
        return count;
    }

    @Test
    void aThousandStalledClientsDoNotHoldUpAHealthyOneAndLeaveNothingBehind() throws Exception {
        start(Map.of("stall-timeout", "3s", "connections-per-address", "2000"));
        byte[] large = server.put("vmlinuz", 100 << 20);
        List<SlowDownload> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                stalled.add(download());
            }
            assertEquals(ArtifactServer.sha256(large), ArtifactServer.sha256(server.body("/kernel")));
            Await.until("all to be cut off", () -> cutOff("stalled") == 1000);
            Await.until("all to be over", () -> metric("provider_active_downloads") == 0);
            assertEquals(0, openFiles("rootfs.img"));
            // The one that asks.
            Await.until("all connections to be closed", () -> metric("provider_active_connections") <= 1);
            assertTrue(stalled.getFirst().rest().length < SIZE);
        } finally {
            for (SlowDownload download : stalled) {
                download.close();
            }
        }
    }
}
