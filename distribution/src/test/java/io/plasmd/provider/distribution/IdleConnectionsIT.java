package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that ask for nothing, more of them than the default limits allow. */
@Timeout(90)
final class IdleConnectionsIT {
    private static final int IDLE = 10_000;
    private static final int AT_ONCE = 500;

    /** The 8,192 of provider.limits.connections take a few KiB each, beside what the server has at rest. */
    private static final int MOST_MEBIBYTES = 300;

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    @Test
    void aHealthyClientIsServedAllAlong() throws Exception {
        Install install = Tarball.unpack(directory);
        Path artifacts = Samples.in(scratch);
        String digest = Http.digest(Files.newInputStream(artifacts.resolve("stable/x86_64/vmlinuz")));
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts);
                Crowd crowd = new Crowd(server.url())) {
            var figures = ProcessFigures.of(server);
            long atRest = figures.residentMebibytes();
            int most = 0;
            for (int idle = 0; idle < IDLE; idle += AT_ONCE) {
                crowd.join(AT_ONCE, "");
                most = Math.max(most, figures.descriptors());
                Exchange kernel = get(server, "/kernel");
                assertEquals(200, kernel.status(), () -> kernel.head() + " with " + crowd.clients().size());
                assertEquals(digest, Http.digest(new java.io.ByteArrayInputStream(kernel.body())));
                assertEquals(200, get(server, "/health").status());
            }
            System.out.printf(
                    "IdleConnectionsIT: %d idle clients, %d descriptors at most; %d MiB at rest, %d MiB at most%n",
                    IDLE, most, atRest, figures.peakMebibytes());
            assertTrue(figures.peakMebibytes() < MOST_MEBIBYTES, "MiB: " + figures.peakMebibytes());
            assertTrue(server.logged().size() < 10, server.err());
            crowd.leave(IDLE);
            server.terminate();
            assertEquals(0, server.status(), server.err());
        }
    }

    private static Exchange get(RunningProcess server, String path) throws Exception {
        return Exchange.of(
                server.url(),
                bytes -> {},
                "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    }
}
