package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
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
        String digest = digest(artifacts.resolve("stable/x86_64/vmlinuz"));
        String rootfs = digest(artifacts.resolve("stable/x86_64/rootfs.squashfs"));
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts);
                Crowd crowd = new Crowd(server.url())) {
            var figures = ProcessFigures.of(server);
            long atRest = figures.residentMebibytes();
            int most = 0;
            int vain = 0;
            for (int idle = 0; idle < IDLE; idle += AT_ONCE) {
                crowd.join(AT_ONCE, "");
                most = Math.max(most, figures.descriptors());
                vain += untilServed(server, "/kernel", digest);
                vain += untilServed(server, "/rootfs", rootfs);
            }
            System.out.printf(
                    "IdleConnectionsIT: %d idle clients, %d descriptors at most; %d requests of others in vain;"
                            + " %d MiB at rest, %d MiB at most%n",
                    IDLE, most, vain, atRest, figures.peakMebibytes());
            assertTrue(figures.peakMebibytes() < MOST_MEBIBYTES, "MiB: " + figures.peakMebibytes());
            assertTrue(server.logged().size() < 10, server.err());
            crowd.leave(IDLE);
            server.terminate();
            assertEquals(0, server.status(), server.err());
        }
    }

    /** A boot client, which comes back when it is turned away; says how often it was. */
    private static int untilServed(RunningProcess server, String path, String digest) throws Exception {
        var vain = new AtomicInteger();
        Await.until("a client is served", () -> {
            Exchange exchange = Exchange.of(
                    server.url(), bytes -> {}, "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            if (exchange.status() != 200) {
                vain.incrementAndGet();
                return false;
            }
            assertEquals(digest, Http.digest(new ByteArrayInputStream(exchange.body())));
            return true;
        });
        return vain.get();
    }

    private static String digest(Path file) throws Exception {
        return Http.digest(Files.newInputStream(file));
    }
}
