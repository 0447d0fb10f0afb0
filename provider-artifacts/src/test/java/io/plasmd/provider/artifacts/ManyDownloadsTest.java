package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManyDownloadsTest {
    private static final int SIZE = 8 << 20;

    private ArtifactServer server;
    private byte[] content;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        content = server.put("rootfs.img", SIZE);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void manyDownloadsAtOnceAreAllWhole() throws Exception {
        String expected = ArtifactServer.sha256(content);
        List<Future<String>> downloads = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                downloads.add(clients.submit(() -> ArtifactServer.sha256(server.body("/rootfs"))));
            }
        }
        for (Future<String> download : downloads) {
            assertEquals(expected, download.get());
        }
    }

    @Test
    void piecesFetchedAtOnceMakeTheWhole() throws Exception {
        int piece = SIZE / 8;
        List<Future<byte[]>> pieces = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String range = "bytes=" + i * piece + "-" + ((i + 1) * piece - 1);
                pieces.add(clients.submit(() -> server.body("/rootfs", "Range", range)));
            }
        }
        var whole = new ByteArrayOutputStream();
        for (Future<byte[]> done : pieces) {
            whole.writeBytes(done.get());
        }
        assertTrue(Arrays.equals(content, whole.toByteArray()));
    }

    @Test
    void slowClientsDoNotHoldUpOthers() throws Exception {
        server.put("vmlinuz", SIZE);
        List<SlowDownload> slow = new ArrayList<>();
        try {
            // More than the server has threads.
            for (int i = 0; i < 150; i++) {
                slow.add(new SlowDownload(server.provider().port(), "/kernel", ""));
            }
            assertEquals(ArtifactServer.sha256(content), ArtifactServer.sha256(server.body("/rootfs")));
        } finally {
            for (SlowDownload download : slow) {
                download.close();
            }
        }
    }

    @Test
    void abortedDownloadsLeaveNoFileOpen() throws Exception {
        for (int i = 0; i < 50; i++) {
            new SlowDownload(server.provider().port(), "/rootfs", "").close();
        }
        Await.until("all files to be closed", () -> openFiles("rootfs.img") == 0);
        assertEquals(200, server.status("/rootfs"));
    }

    private static long openFiles(String name) throws Exception {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).toString().endsWith(name);
                        } catch (IOException e) {
                            // Closed between the listing and the look.
                            return false;
                        }
                    })
                    .count();
        }
    }

    @Test
    void manySmallRangesOnOneConnectionAreAllRight() throws Exception {
        for (int i = 0; i < 2000; i++) {
            int first = (i * 7919) % (SIZE - 512);
            try (Response response = server.get("/rootfs", "Range", "bytes=" + first + "-" + (first + 511))) {
                assertEquals(206, response.code());
                assertTrue(Arrays.equals(
                        Arrays.copyOfRange(content, first, first + 512),
                        response.body().bytes()));
            }
        }
    }
}
