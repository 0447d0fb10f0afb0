package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StopIT {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Path artifacts;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void layOut() throws Exception {
        artifacts = Samples.in(scratch);
    }

    @Test
    void sigtermEndsItWithStatusZero() throws Exception {
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts)) {
            server.terminate();
            assertEquals(0, server.status());
        }
    }

    @Test
    void aDownloadUnderWayIsFinishedFirst() throws Exception {
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts);
                Response response = Http.get(server, "rootfs")) {
            InputStream body = response.body().byteStream();
            byte[] begin = body.readNBytes(1000);
            terminateAndAwaitClosedPort(server);
            assertTrue(server.isAlive());
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), body);
            assertEquals(
                    Http.digest(Files.newInputStream(artifacts.resolve("stable/x86_64/rootfs.squashfs"))),
                    Http.digest(whole));
            assertEquals(0, server.status());
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        // The test would wait for the whole of this grace, and fail, if the second signal did nothing.
        try (RunningProcess server =
                        Launch.of(install, scratch).serve(artifacts, "--set", "provider.shutdown.grace=600s");
                Response response = Http.get(server, "rootfs")) {
            assertEquals(200, response.code());
            terminateAndAwaitClosedPort(server);
            server.terminate();
            assertEquals(SIGTERM, server.status());
        }
    }

    private static void terminateAndAwaitClosedPort(RunningProcess server) throws Exception {
        URI url = server.url();
        server.terminate();
        Await.until("the port is closed", () -> !Http.accepts(url));
    }
}
