package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DigestsTest {
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Path store() {
        return server.scratch().resolve("data/state/artifacts/digests");
    }

    /** A file that takes a core some seconds to digest, and no room on the disk. */
    private void putHuge(String name) throws Exception {
        putSparse(server.directory().resolve(name), 20L << 30);
    }

    private static void putSparse(Path file, long size) throws Exception {
        try (FileChannel sparse = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    @Test
    void newFilesAreDigestedWithoutBeingAskedFor() throws Exception {
        byte[] kernel = server.put("vmlinuz", 1000);
        Await.until(
                "the digest in the status",
                () -> new String(server.body("/stable/x86_64/SHA256SUMS"), StandardCharsets.UTF_8)
                        .equals(hexLine(kernel, "vmlinuz")));
    }

    private static String hexLine(byte[] content, String name) throws Exception {
        return ArtifactServer.sha256(content) + "  " + name + "\n";
    }

    @Test
    void aRequestDoesNotWaitForADigest() throws Exception {
        putHuge("rootfs.img");
        try (Response response = server.get("/rootfs", "Range", "bytes=5-9")) {
            assertEquals(206, response.code());
            assertNull(response.header("ETag"));
            assertNull(response.header("X-Content-SHA256"));
            assertNull(response.header("Repr-Digest"));
            assertNotNull(response.header("Last-Modified"));
        }
        for (String sidecar : new String[] {"rootfs.img.sha256", "SHA256SUMS"}) {
            try (Response response = server.get("/stable/x86_64/" + sidecar)) {
                assertEquals(503, response.code());
                assertTrue(response.header("Retry-After").matches("[1-9][0-9]*"));
            }
        }
    }

    @Test
    void aLargeFileDoesNotKeepSmallOnesFromTheirDigests() throws Exception {
        putHuge("rootfs.img");
        Await.until("the large file to be met", () -> server.status("/rootfs", "Range", "bytes=0-0") == 206);
        server.put("vmlinuz", 1000);
        assertNotNull(server.awaitEtag("/kernel"));
    }

    @Test
    void aLargeFileThatKeepsChangingHoldsUpNoOther() throws Exception {
        server.set("provider.endpoints.artifacts.digest.threads", "1");
        server.restart();
        putHuge("rootfs.img");
        Path huge = server.directory().resolve("rootfs.img");
        var over = new AtomicBoolean();
        Thread toucher = Thread.ofPlatform().start(() -> touchUntil(over, huge));
        try {
            Await.until("some of its versions to be met", () -> server.status("/rootfs", "Range", "bytes=0-0") == 206);
            for (String name : List.of("vmlinuz", "initrd", "board.dtb")) {
                server.put(name, 1000);
                assertNotNull(server.awaitEtag("/stable/x86_64/" + name));
            }
        } finally {
            over.set(true);
            toucher.join();
        }
    }

    private static void touchUntil(AtomicBoolean over, Path file) {
        while (!over.get()) {
            try {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    @Test
    void withOneThreadALargeFileDoesNotKeepSmallOnesFromTheirDigests() throws Exception {
        server.set("provider.endpoints.artifacts.digest.threads", "1");
        server.restart();
        putHuge("rootfs.img");
        Await.until("the large file to be met", () -> server.status("/rootfs", "Range", "bytes=0-0") == 206);
        server.put("vmlinuz", 1000);
        assertNotNull(server.awaitEtag("/kernel"));
    }

    @Test
    void sparseFilesOfOneChannelOnEachThreadKeepNoOtherFromItsDigests() throws Exception {
        server.set("provider.endpoints.artifacts.digest.threads", "2");
        server.restart();
        Path alice = Files.createDirectories(server.root().resolve("alice/x86_64"));
        for (int i = 0; i < 5; i++) {
            putSparse(alice.resolve("sparse" + i), 8L << 40);
        }
        Await.until("them to be read", () -> ((Number) server.provider().metric("digests_pending")).intValue() == 5);
        server.put("vmlinuz", 100_000);
        assertNotNull(server.awaitEtag("/kernel"));
        assertEquals(200, server.status("/stable/x86_64/SHA256SUMS"));
        assertEquals(200, server.status("/manifest.json"));
    }

    @Test
    void aStopDoesNotWaitForADigest() throws Exception {
        putHuge("rootfs.img");
        Await.until("the large file to be met", () -> server.status("/rootfs", "Range", "bytes=0-0") == 206);
        long before = System.nanoTime();
        server.restart();
        assertTrue(System.nanoTime() - before < 10_000_000_000L);
    }

    @Test
    void digestsAreRememberedAcrossARestart() throws Exception {
        server.put("vmlinuz", 1000);
        server.awaitEtag("/kernel");
        // What is remembered, not what is computed, shows after the restart: a digest that no content has.
        String forged = "f".repeat(64);
        server.restartAfter(() -> {
            String lines = Files.readString(store());
            assertTrue(lines.contains("vmlinuz"), lines);
            Files.writeString(store(), lines.replaceAll("(?m)^[0-9a-f]{64}", forged));
        });
        assertEquals('"' + forged + '"', server.awaitEtag("/kernel"));
    }

    @Test
    void aFileThatChangedWhileTheServerWasDownIsDigestedAnew() throws Exception {
        server.put("vmlinuz", 1000);
        String before = server.awaitEtag("/kernel");
        byte[] changed = ArtifactServer.bytes(1001);
        server.restartAfter(() -> server.put("vmlinuz", changed));
        String after = server.awaitEtag("/kernel");
        assertFalse(after.equals(before));
        assertEquals('"' + ArtifactServer.sha256(changed) + '"', after);
    }

    @Test
    void damagedLinesAreSkippedAndMended() throws Exception {
        byte[] kernel = server.put("vmlinuz", 1000);
        byte[] name = server.put("strange name \\ of a file", 2000);
        server.awaitEtag("/kernel");
        Await.until(
                "both to be remembered",
                () -> Files.exists(store()) && Files.readString(store()).contains("strange"));
        server.restartAfter(() -> {
            byte[] damaged = Files.readAllBytes(store());
            damaged[10] = (byte) 0xff;
            Files.write(store(), damaged);
            Files.writeString(store(), "\nnonsense\n\n", StandardOpenOption.APPEND);
        });
        assertEquals('"' + ArtifactServer.sha256(kernel) + '"', server.awaitEtag("/kernel"));
        String named = ArtifactServer.sha256(name);
        Await.until("the damage to be mended", () -> {
            // The damaged byte is no UTF-8.
            String lines = Files.readString(store(), StandardCharsets.ISO_8859_1);
            return lines.contains(named)
                    && lines.contains(ArtifactServer.sha256(kernel))
                    && !lines.contains("nonsense");
        });
    }

    @Test
    void filesThatAreGoneAreForgotten() throws Exception {
        server.put("vmlinuz", 1000);
        server.put("initrd", 1000);
        server.awaitEtag("/kernel");
        server.awaitEtag("/initramfs");
        Await.until("it to be remembered", () -> Files.exists(store()));
        Files.delete(server.directory().resolve("initrd"));
        Await.until("it to be forgotten", () -> !Files.readString(store()).contains("initrd"));
        assertTrue(Files.readString(store()).contains("vmlinuz"));
    }

    @Test
    void aDirectoryThatIsGoneForAWhileIsNotForgotten() throws Exception {
        server.put("vmlinuz", 1000);
        server.awaitEtag("/kernel");
        Await.until("it to be remembered", () -> Files.exists(store()));
        Path away = server.scratch().resolve("away");
        Files.move(server.root(), away);
        Await.until("it to be noticed", () -> server.status("/kernel") == 503);
        Files.move(away, server.root());
        assertNotNull(server.awaitEtag("/kernel"));
        assertTrue(Files.readString(store()).contains("vmlinuz"));
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenDoesNoHarm() throws Exception {
        Path file = Files.createFile(server.scratch().resolve("file"));
        try (var other = new ArtifactServer(Map.of("provider.data", file.toString()))) {
            byte[] kernel = other.put("vmlinuz", 1000);
            assertEquals('"' + ArtifactServer.sha256(kernel) + '"', other.awaitEtag("/kernel"));
        }
    }

    @Test
    void manyFilesAreDigestedRight() throws Exception {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            expected.add(hexLine(server.put("file" + i, 1000 + i), "file" + i).strip());
        }
        Await.until("all digests", () -> {
            try (Response response = server.get("/stable/x86_64/SHA256SUMS")) {
                return response.code() == 200
                        && new HashSet<>(response.body().string().lines().toList()).equals(expected);
            }
        });
    }

    @Test
    void aRequestSeesTheDiskAsItIs() throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] content = server.put("rootfs.img", 100 + i);
            try (Response response = server.get("/rootfs")) {
                assertEquals(200, response.code());
                assertEquals(content.length, response.body().bytes().length);
            }
        }
        byte[] last = server.put("rootfs.img", 500);
        assertTrue(new String(server.awaitBody("/stable/x86_64/SHA256SUMS"), StandardCharsets.UTF_8)
                .contains(ArtifactServer.sha256(last) + "  rootfs.img\n"));
    }
}
