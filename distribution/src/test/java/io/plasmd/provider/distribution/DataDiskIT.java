package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the data directory is full or read-only, when the server starts or while it runs. */
@Timeout(60)
final class DataDiskIT {
    private static final String COMPLAINT = "cannot remember the digests";

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Path artifacts;
    private Path data;
    private int files;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void layOut() throws Exception {
        artifacts = Samples.in(scratch);
        data = scratch.resolve("disk");
    }

    private RunningProcess serve() throws Exception {
        return Launch.of(install, scratch)
                .serve(
                        artifacts,
                        "--data",
                        data.toString(),
                        "--set",
                        "provider.endpoints.health.disk-space.min-free=16KiB");
    }

    @Test
    void aDiskThatIsFullAtTheStart() throws Exception {
        try (MemoryDisk disk = MemoryDisk.mount(data, "1m")) {
            disk.fill();
            try (RunningProcess server = serve()) {
                complainsOnceAndServes(server);
                Await.until("/health says so", () -> health(server) == 503);
                disk.free();
                remembersAgain(server);
                Await.until("/health says so", () -> health(server) == 200);
                endsWell(server);
            }
        }
    }

    @Test
    void aDiskThatFillsUp() throws Exception {
        try (MemoryDisk disk = MemoryDisk.mount(data, "1m");
                RunningProcess server = serve()) {
            remembersAgain(server);
            disk.fill();
            complainsOnceAndServes(server);
            Await.until("/health says so", () -> health(server) == 503);
            disk.free();
            remembersAgain(server);
            Await.until("/health says so", () -> health(server) == 200);
            endsWell(server);
        }
    }

    @Test
    void aDiskThatIsReadOnlyAtTheStart() throws Exception {
        try (MemoryDisk disk = MemoryDisk.mount(data, "1m")) {
            disk.makeReadOnly();
            try (RunningProcess server = serve()) {
                complainsOnceAndServes(server);
                disk.makeWritable();
                remembersAgain(server);
                endsWell(server);
            }
        }
    }

    @Test
    void aDiskThatBecomesReadOnly() throws Exception {
        try (MemoryDisk disk = MemoryDisk.mount(data, "1m");
                RunningProcess server = serve()) {
            remembersAgain(server);
            disk.makeReadOnly();
            complainsOnceAndServes(server);
            disk.makeWritable();
            remembersAgain(server);
            endsWell(server);
        }
    }

    private void complainsOnceAndServes(RunningProcess server) throws Exception {
        // What is left of the last block that the file has holds some more of them.
        Await.until("it says so", () -> {
            serves(server, newFile());
            return server.err().contains(COMPLAINT);
        });
        // Each of them is digested, and not remembered.
        serves(server, newFile());
        serves(server, newFile());
        assertEquals(1, server.err().split(COMPLAINT, -1).length - 1, server.err());
        assertTrue(server.logged().size() <= 3, server.err());
    }

    private Path newFile() throws Exception {
        Path file = artifacts.resolve("stable/x86_64/file" + files++);
        Samples.write(file, 10_000 + files);
        return file;
    }

    private static void serves(RunningProcess server, Path file) throws Exception {
        String path = "stable/x86_64/" + file.getFileName();
        String digest = Http.digest(Files.newInputStream(file));
        assertEquals(digest, Http.announcedDigest(server, path));
        try (Response response = Http.get(server, path)) {
            assertEquals(digest, Http.digest(response.body().byteStream()));
        }
    }

    private void remembersAgain(RunningProcess server) throws Exception {
        Path file = newFile();
        serves(server, file);
        Path digests = data.resolve("state/artifacts/digests");
        Await.until(
                "the digest is remembered",
                () -> Files.exists(digests) && Files.readString(digests).contains(file.toString()));
    }

    private static int health(RunningProcess server) throws Exception {
        try (Response response = Http.get(server, "health")) {
            return response.code();
        }
    }

    private static void endsWell(RunningProcess server) throws Exception {
        server.terminate();
        assertEquals(0, server.status());
    }
}
