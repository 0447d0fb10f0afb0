package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More clients than file descriptors. */
@Timeout(90)
final class DescriptorsIT {
    private static final int DESCRIPTORS = 256;
    private static final String DOWNLOAD = "GET /rootfs HTTP/1.1\r\nHost: test\r\n\r\n";

    /** Those of 20 answers with an error, and of the few changes of state. */
    private static final int MOST_LINES = 30;

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Path artifacts;
    private Launch launch;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void layOut() throws Exception {
        Program.require("prlimit", "util-linux");
        artifacts = Samples.in(scratch);
        launch = Launch.of(install, scratch)
                .by(
                        "/usr/bin/prlimit",
                        "--nofile=" + DESCRIPTORS + ":" + DESCRIPTORS,
                        install.launcher().toString());
    }

    @Test
    void outOfDescriptorsAndBack() throws Exception {
        try (RunningProcess server = launch.serve(artifacts);
                Crowd crowd = new Crowd(server.url())) {
            String digest = Http.announcedDigest(server, "rootfs");
            var figures = ProcessFigures.of(server);
            crowd.join(2 * DESCRIPTORS, "");
            crowd.join(DESCRIPTORS, DOWNLOAD);
            Await.until("no descriptor is left", () -> figures.descriptors() >= DESCRIPTORS - 2);

            Duration before = figures.processorTime();
            waitInVain(server, Duration.ofSeconds(4));
            Duration used = figures.processorTime().minus(before);
            assertTrue(used.compareTo(Duration.ofSeconds(2)) < 0, "a busy loop: " + used + " of 4 s");

            crowd.leave(2 * DESCRIPTORS);
            crowd.leave(DESCRIPTORS);
            Await.until("it answers again", () -> answers(server));
            try (Response rootfs = Http.get(server, "rootfs")) {
                // Known all along: a directory that could not be listed is no empty one.
                assertEquals(digest, rootfs.header("X-Content-SHA256"));
                assertEquals(digest, Http.digest(rootfs.body().byteStream()));
            }
            assertTrue(server.logged().size() <= MOST_LINES, () -> "the log fills up: " + err(server));
            server.terminate();
            assertEquals(0, server.status());
        }
    }

    @Test
    void downloadsThatFindNoDescriptorAreToldToComeBack() throws Exception {
        try (RunningProcess server = launch.serve(artifacts);
                Crowd crowd = new Crowd(server.url())) {
            String digest = Http.announcedDigest(server, "rootfs");
            // Each takes a descriptor for its connection and one for its file.
            crowd.join(DESCRIPTORS, DOWNLOAD);
            Await.until("some have their answer, and some are refused", () -> {
                crowd.takeSome();
                return crowd.clients().stream()
                        .anyMatch(client -> client.begin().startsWith("HTTP/1.1 503"));
            });
            crowd.takeSome();
            assertTrue(crowd.clients().stream()
                    .filter(client -> !client.begin().isEmpty())
                    .allMatch(client -> client.begin().matches("(?s)HTTP/1.1 (200|503) .*")));
            crowd.leave(DESCRIPTORS);
            Await.until("it answers again", () -> answers(server));
            assertEquals(digest, Http.announcedDigest(server, "rootfs"));
            assertTrue(server.logged().size() <= MOST_LINES, () -> "the log fills up: " + err(server));
        }
    }

    @Test
    void theStartNamesTheNumberThatIsMissing() throws Exception {
        try (RunningProcess server = launch.serve(artifacts)) {
            String said = server.err();
            assertTrue(said.contains("WARN DescriptorCheck - only 256 file descriptors may be open"), said);
            Matcher wanted = Pattern.compile("LimitNOFILE=(\\d+) in the unit").matcher(said);
            assertTrue(wanted.find(), said);
            // At least one for each connection of provider.limits.connections.
            assertTrue(Integer.parseInt(wanted.group(1)) > 8192, said);
        }
    }

    private static boolean answers(RunningProcess server) {
        try (Response health = Http.get(server, "health")) {
            return health.code() == 200;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    /** One more client, which is queued by the kernel. */
    private static void waitInVain(RunningProcess server, Duration time) throws Exception {
        try (Socket waiting = Http.open(server.url(), DOWNLOAD)) {
            waiting.setSoTimeout((int) time.toMillis());
            assertThrows(
                    SocketTimeoutException.class, () -> waiting.getInputStream().read());
        }
    }

    private static String err(RunningProcess server) {
        try {
            return server.err();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
