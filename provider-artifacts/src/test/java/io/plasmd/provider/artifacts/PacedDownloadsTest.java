package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloads that may not be as fast as they could. {@link PacerTest} measures their pace, on a clock of its own. */
final class PacedDownloadsTest {
    private static final int SIZE = 1 << 20;

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private ArtifactServer server;

    private byte[] content = {};

    private void start(Map<String, String> pacing) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("provider.shutdown.grace", "100ms"));
        pacing.forEach((key, value) -> settings.put("provider.limits." + key, value));
        server = new ArtifactServer(settings);
        content = server.put("vmlinuz", SIZE);
        server.put("grubx64.efi", SIZE);
        server.awaitEtag("/kernel");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private double metric(String name) throws IOException {
        return new String(server.body("/metrics"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Gets an artifact, and says how many seconds it took. */
    private double secondsFor(String path, String... headers) throws IOException {
        long begin = System.nanoTime();
        assertArrayEquals(content, server.body(path, headers), path);
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Less one burst, a tenth of a second. */
    private static void assertPaced(double seconds, double expected) {
        assertTrue(seconds >= expected - 0.11, seconds + " s");
    }

    @Test
    void aPacedDownloadIsWholeAndTakesItsTime() throws Exception {
        start(Map.of("pacing.per-download", "1MiB"));
        assertPaced(secondsFor("/kernel"), 1);
        Await.until("it to be over", () -> metric("provider_active_downloads") == 0);
    }

    @Test
    void severalTogetherTakeTheTimeOfTheirTotal() throws Exception {
        start(Map.of("pacing.total", "3MiB"));
        List<Future<Double>> downloads = new ArrayList<>();
        long begin = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                downloads.add(clients.submit(() -> secondsFor("/kernel")));
            }
        }
        for (Future<Double> download : downloads) {
            // Throws where it was not whole. How long one takes depends on when the others begin.
            download.get();
        }
        assertPaced((System.nanoTime() - begin) / 1e9, 2);
        Await.until("the waits to be counted", () -> metric("provider_pacing_waited_seconds_total") >= 1);
    }

    @Test
    void theFirstRuleThatFitsCounts() throws Exception {
        start(Map.of("pacing.rules", """
                [{ path = "*.efi", user-agent = "fast*", per-download = 0B }
                 { path = "*.efi", per-download = 1MiB }
                 { subnet = "10.0.0.0/8", per-download = 4KiB }
                 { user-agent = "slow?", total = 1MiB }]
                """));
        String efi = ArtifactServer.RELEASE + "grubx64.efi";
        assertPaced(secondsFor(efi), 1);
        assertPaced(secondsFor("/kernel", "User-Agent", "slow1"), 1);
        // At the pace of the rule for 10.0.0.0/8 these would take minutes.
        secondsFor("/kernel", "User-Agent", "slow12");
        secondsFor(efi, "User-Agent", "fast/1");
    }

    @Test
    void aListOfDigestsIsNoDownloadAndNotPaced() throws Exception {
        start(Map.of("pacing.per-download", "4KiB"));
        for (int i = 0; i < 600; i++) {
            server.put("module-" + i + ".img", 1);
        }
        String path = ArtifactServer.RELEASE + "SHA256SUMS";
        byte[] list = server.awaitBody(path);
        assertTrue(list.length > 10 * 4096, list.length + " bytes");
        long begin = System.nanoTime();
        assertArrayEquals(list, server.body(path));
        // At the pace of a download it would be ten seconds.
        assertTrue(System.nanoTime() - begin < 5_000_000_000L);
    }

    @Test
    void itsOwnPaceMakesNoDownloadTooSlow() throws Exception {
        start(Map.of(
                "pacing.per-download",
                "256KiB",
                "stall-timeout",
                "1s",
                "min-rate",
                "1GiB",
                "min-rate-window",
                // Half as long as it takes: of a busy machine's delays it has plenty for itself.
                "2s"));
        assertPaced(secondsFor("/kernel"), 4);
    }

    @Test
    void rangesArePacedToo() throws Exception {
        start(Map.of("pacing.per-download", "256KiB"));
        long begin = System.nanoTime();
        assertEquals(SIZE / 2, server.body("/kernel", "Range", "bytes=0-" + (SIZE / 2 - 1)).length);
        assertPaced((System.nanoTime() - begin) / 1e9, 2);
    }

    @Test
    void aFileReplacedMeanwhileIsSentToItsEndAsItWas() throws Exception {
        start(Map.of("pacing.per-download", "1MiB"));
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "")) {
            server.put("vmlinuz", SIZE / 2);
            assertArrayEquals(content, download.rest());
        }
    }

    @Test
    void aFileTruncatedMeanwhileIsCutOff() throws Exception {
        start(Map.of("pacing.per-download", "1MiB"));
        Path file = server.directory().resolve("vmlinuz");
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(SIZE / 2);
            assertTrue(download.rest().length < SIZE);
        }
        Await.until("it to be counted", () -> metric("provider_downloads_aborted_total{reason=\"broken\"}") == 1);
    }

    @Test
    void aFileOverwrittenMeanwhileIsCutOff() throws Exception {
        start(Map.of("pacing.per-download", "1MiB"));
        Path file = server.directory().resolve("vmlinuz");
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), SIZE - 3);
            assertTrue(download.rest().length < SIZE);
        }
    }

    @Test
    void aClientThatGoesAwayWhileItsDownloadWaitsIsNoticed() throws Exception {
        start(Map.of("pacing.per-download", "64KiB"));
        new SlowDownload(server.provider().port(), "/kernel", "").close();
        Await.until("it to be counted", () -> metric("provider_downloads_aborted_total{reason=\"client\"}") == 1);
        Await.until("it to be over", () -> metric("provider_active_downloads") == 0);
    }

    @Test
    void aServerThatStopsDoesNotWaitForTheirPace() throws Exception {
        start(Map.of("pacing.total", "4KiB"));
        try (var one = new SlowDownload(server.provider().port(), "/kernel", "");
                var other = new SlowDownload(server.provider().port(), "/stable/x86_64/vmlinuz", "")) {
            long begin = System.nanoTime();
            server.restartAfter(
                    () -> assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 10));
            assertTrue(one.rest().length < SIZE);
            assertTrue(other.rest().length < SIZE);
        }
    }
}
