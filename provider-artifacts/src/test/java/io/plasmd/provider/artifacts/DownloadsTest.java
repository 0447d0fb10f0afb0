package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of downloads while they run and when they are over. */
final class DownloadsTest {
    private static final int SIZE = 24 << 20;

    @TempDir
    private Path logs;

    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer(
                Map.of("provider.log.access.target", logs.resolve("access.log").toString()));
        server.put("rootfs.img", SIZE);
        server.awaitEtag("/rootfs");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private SlowDownload download() throws IOException {
        return new SlowDownload(server.provider().port(), "/rootfs", "User-Agent: test\r\n");
    }

    private boolean hasMetric(String line) throws IOException {
        return new String(server.body("/metrics"), StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line::equals);
    }

    private String awaitLogLine(String pattern) {
        return Await.value("a line " + pattern, () -> {
            try (Stream<Path> files = Files.list(logs)) {
                for (Path log : files.toList()) {
                    for (String line : Files.readAllLines(log)) {
                        if (line.matches(pattern)) {
                            return line;
                        }
                    }
                }
            }
            return null;
        });
    }

    @Test
    void bytesAreCountedAsTheyGoOut() throws Exception {
        try (SlowDownload download = download()) {
            Await.until("it to be active", () -> hasMetric("provider_active_downloads 1.0"));
            assertEquals(SIZE, download.promised());
            Await.until("some bytes to be counted", () -> bytesServed() > 65_536);
            assertTrue(bytesServed() < SIZE);
            assertEquals(SIZE, download.rest().length);
        }
        Await.until("it to be completed", () -> hasMetric("provider_downloads_completed_total 1.0"));
        Await.until("it to be over", () -> hasMetric("provider_active_downloads 0.0"));
        assertTrue(bytesServed() >= SIZE);
        Await.until(
                "the request to be counted",
                () -> hasMetric(
                        "provider_requests_by_artifact_total{artifact=\"rootfs\",method=\"GET\",status=\"200\"} 1.0"));
        awaitLogLine("\\S+ 127\\.0\\.0\\.1 GET /rootfs 200 - " + SIZE + "/" + SIZE + " \\d+ms \"test\"");
    }

    private double bytesServed() throws IOException {
        return new String(server.body("/metrics"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("provider_bytes_served_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void aClientThatGoesAwayIsAnAbortedDownload() throws Exception {
        download().close();
        Await.until("it to be counted", () -> hasMetric("provider_downloads_aborted_total{reason=\"client\"} 1.0"));
        String line = awaitLogLine(".* GET /rootfs 200 .* cut short: the client went away");
        assertTrue(line.matches(".* \\d+/" + SIZE + " .*"), line);
    }

    @Test
    void aFileThatIsChangedIsAnAbortedDownloadWithItsReason() throws Exception {
        try (SlowDownload download = download()) {
            Files.write(server.directory().resolve("rootfs.img"), new byte[1], StandardOpenOption.APPEND);
            assertTrue(download.rest().length < SIZE);
        }
        Await.until("it to be counted", () -> hasMetric("provider_downloads_aborted_total{reason=\"broken\"} 1.0"));
        awaitLogLine(".* GET /rootfs 200 .* cut short: the file was changed in place");
    }

    @Test
    void theAccessLogCountsWhatWasWrittenOfThePieceThatWasCutOff() throws Exception {
        int taken;
        try (SlowDownload download = download()) {
            // It then is in the middle of a piece. Each look itself counts for some bytes.
            var written = new AtomicLong();
            var since = new AtomicLong(System.nanoTime());
            Await.until("the network to take no more", () -> {
                long now = (long) bytesServed();
                if (now - written.getAndSet(now) > 65_536) {
                    since.set(System.nanoTime());
                }
                return System.nanoTime() - since.get() > TimeUnit.MILLISECONDS.toNanos(300);
            });
            Files.write(server.directory().resolve("rootfs.img"), new byte[1], StandardOpenOption.APPEND);
            taken = download.rest().length;
        }
        awaitLogLine(".* GET /rootfs 200 - " + taken + "/" + SIZE + " .* cut short: the file was changed in place");
    }
}
