package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file system with the artifacts goes away under the server, and comes back. */
@Timeout(60)
final class ArtifactsDiskIT {
    private static final String KERNEL = "stable/x86_64/vmlinuz";
    private static final String ROOTFS = "stable/x86_64/rootfs.squashfs";

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Path place;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void layOut() {
        place = scratch.resolve("srv");
    }

    @Test
    void aDownloadGoesOnWhenTheDiskIsUnmountedLazily() throws Exception {
        try (MemoryDisk disk = MemoryDisk.mount(scratch.resolve("disk"), "64m")) {
            Path files = Samples.in(scratch.resolve("disk"));
            Files.move(files.resolve("stable"), scratch.resolve("disk/stable"));
            disk.showAt(place);
            String digest = Http.digest(Files.newInputStream(place.resolve(ROOTFS)));
            try (RunningProcess server = Launch.of(install, scratch).serve(place);
                    Response download = Http.get(server, "rootfs")) {
                assertEquals(digest, Http.announcedDigest(server, "rootfs"));
                InputStream body = download.body().byteStream();
                byte[] begin = body.readNBytes(1000);
                assertFalse(MemoryDisk.unmount(place), "unmounted, with a file open");
                MemoryDisk.unmountLazily(place);
                isGone(server);
                assertEquals(digest, Http.digest(new SequenceInputStream(new ByteArrayInputStream(begin), body)));
                disk.showAt(place);
                isBack(server, digest);
            } finally {
                MemoryDisk.unmount(place);
            }
        }
    }

    @Test
    void theServerNeedsNoRestartAfterAPlainUnmount() throws Exception {
        try (MemoryDisk disk = MemoryDisk.mount(scratch.resolve("disk"), "64m")) {
            Path files = Samples.in(scratch.resolve("disk"));
            Files.move(files.resolve("stable"), scratch.resolve("disk/stable"));
            disk.showAt(place);
            String digest = Http.digest(Files.newInputStream(place.resolve(ROOTFS)));
            try (RunningProcess server = Launch.of(install, scratch).serve(place)) {
                assertEquals(digest, Http.announcedDigest(server, "rootfs"));
                for (int i = 0; i < 3; i++) {
                    // It may be looked through just then.
                    Await.until("it is unmounted", () -> MemoryDisk.unmount(place));
                    isGone(server);
                    saysSo(server, "cannot look through the artifacts", i + 1);
                    disk.showAt(place);
                    isBack(server, digest);
                    saysSo(server, "can be looked through again", i + 1);
                }
            } finally {
                MemoryDisk.unmount(place);
            }
        }
    }

    /** Once each time, though it looks every second and clients ask. */
    private static void saysSo(RunningProcess server, String what, int times) throws Exception {
        Await.until("it says so", () -> server.err().split(what, -1).length - 1 >= times);
        assertEquals(times, server.err().split(what, -1).length - 1, server.err());
        assertTrue(
                server.logged().stream().filter(line -> line.contains(" WARN ")).count() <= times, server.err());
    }

    private static void isGone(RunningProcess server) throws Exception {
        Await.until("/health says so", () -> health(server).contains("\"artifacts_readable\" : false"));
        for (String path : new String[] {"kernel", KERNEL, KERNEL + ".sha256", "manifest.json"}) {
            try (Response response = Http.get(server, path)) {
                // Not 404, which would be final.
                assertEquals(503, response.code(), path);
                assertEquals("1", response.header("Retry-After"));
            }
        }
    }

    private static void isBack(RunningProcess server, String digest) throws Exception {
        Await.until("/health says so", () -> health(server).contains("\"artifacts_readable\" : true"));
        try (Response response = Http.get(server, "rootfs")) {
            assertEquals(200, response.code());
            assertEquals(digest, response.header("X-Content-SHA256"));
            assertEquals(digest, Http.digest(response.body().byteStream()));
        }
    }

    private static String health(RunningProcess server) throws Exception {
        try (Response response = Http.get(server, "health")) {
            return response.body().string();
        }
    }
}
