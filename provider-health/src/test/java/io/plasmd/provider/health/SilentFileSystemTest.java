package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file system that stops answering, as one of a machine that has gone: it costs nobody but those who ask for it. */
@Timeout(120)
final class SilentFileSystemTest extends SilentFileSystem {
    @Test
    void clientsGet503InTimeAndThoseOfOtherChannelsNoticeNothing() throws Exception {
        Files.createFile(flag);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<List<Answer>> refused = thread.submit(() -> askAll(remotePaths()));
            while (!refused.isDone()) {
                assertOthersAreServed();
            }
            assertRefused(refused.get(), IN_TIME);
        }
        // Nobody waits for what is known not to answer.
        Await.until("it to be known", () -> ask("/kernel").took().compareTo(AT_ONCE) < 0);
        assertRefused(askAll(remotePaths()), AT_ONCE);
        assertOthersAreServed();

        Files.delete(flag);
        awaitStatus(200, "/kernel");
        awaitStatus(200, "/manifest.json");
        awaitStatus(200, "/blobs/sha256/" + digest);
        try (Response response = provider.get("/kernel")) {
            assertArrayEquals(KERNEL, response.body().bytes());
        }
    }

    @Test
    void newFilesOfOtherChannelsAreDigestedMeanwhile() throws Exception {
        Files.createFile(flag);
        assertRefused(List.of(ask("/kernel")), IN_TIME);
        Files.writeString(artifacts.resolve("local/x86_64/board.dtb"), "board");
        Await.until("the new file to be listed", () -> {
            try (Response response = provider.get("/status")) {
                return response.body().string().contains("board.dtb");
            }
        });
        awaitStatus(200, "/local/x86_64/board.dtb.sha256");
        awaitStatus(200, "/local/x86_64/manifest.json");
    }

    @Test
    void downloadsUnderWayAreCutOffAndKeepNobodyWaiting() throws Exception {
        List<InputStream> downloads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            downloads.add(download("/remote/x86_64/rootfs.sqfs"));
        }
        Files.createFile(flag);
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> ends = downloads.stream()
                    .map(in -> threads.submit(() -> readToEnd(in)))
                    .toList();
            while (!ends.stream().allMatch(Future::isDone)) {
                assertOthersAreServed();
                assertEquals(
                        LARGE,
                        readToEnd(
                                provider.get("/local/x86_64/rootfs.sqfs").body().byteStream()));
            }
            for (Future<Long> end : ends) {
                assertTrue(end.get() < LARGE);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, took.toString());

        Files.delete(flag);
        awaitStatus(200, "/remote/x86_64/rootfs.sqfs");
    }

    /** Here the link that is the artifacts directory leads to it as well. */
    @Test
    void whereAllIsOnItTheServerStillSpeaks() throws Exception {
        provider.close();
        Path link = Files.createSymbolicLink(scratch.resolve("link"), artifacts.resolve("remote/tree"));
        provider = start(link);
        awaitStatus(200, "/stable/x86_64/SHA256SUMS");
        Files.createFile(flag);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            List<String> paths = Collections.nCopies(50, "/stable/x86_64/kernel");
            Future<List<Answer>> refused = thread.submit(() -> askAll(paths));
            while (!refused.isDone()) {
                Answer answer = ask("/health/live");
                assertEquals(200, answer.status());
                assertTrue(answer.took().compareTo(AT_ONCE) < 0, answer.toString());
            }
            assertRefused(refused.get(), IN_TIME);
        }
        for (String path : List.of("/status", "/metrics", "/health", "/releases/", "/stable/x86_64/SHA256SUMS")) {
            Answer answer = ask(path);
            assertTrue(answer.took().compareTo(IN_TIME) < 0, answer.toString());
        }
        Files.delete(flag);
        awaitStatus(200, "/stable/x86_64/kernel");
        awaitStatus(200, "/health");
    }

    @Test
    void theServerStartsWhileItDoesNotAnswer() throws Exception {
        provider.close();
        Files.createFile(flag);
        long began = System.nanoTime();
        provider = start(artifacts);
        String notes = provider.readyNotes();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, took + ": " + notes);
        awaitStatus(200, "/local/x86_64/manifest.json");
        assertRefused(List.of(ask("/kernel")), IN_TIME);
        Files.delete(flag);
        awaitStatus(200, "/kernel");
        awaitStatus(200, "/manifest.json");
    }

    /** The artifacts directory is a link to it, so that not even its name can be followed. */
    @Test
    void theServerStartsWhereAllIsOnOneThatDoesNotAnswer() throws Exception {
        provider.close();
        Path link = Files.createSymbolicLink(scratch.resolve("link"), artifacts.resolve("remote/tree"));
        Files.createFile(flag);
        long began = System.nanoTime();
        provider = start(link);
        provider.readyNotes();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(12)) < 0, took.toString());
        assertEquals(200, ask("/health/live").status());
        assertRefused(askAll(Collections.nCopies(50, "/stable/x86_64/kernel")), IN_TIME);
        assertTrue(ask("/health/live").took().compareTo(AT_ONCE) < 0);
        Files.delete(flag);
        awaitStatus(200, "/stable/x86_64/kernel");
        awaitStatus(200, "/stable/x86_64/manifest.json");
    }

    @Test
    void theServerStopsInItsTime() throws Exception {
        try (InputStream download = download("/remote/x86_64/rootfs.sqfs")) {
            Files.createFile(flag);
            assertRefused(askAll(remotePaths()), IN_TIME);
            long began = System.nanoTime();
            Objects.requireNonNull(running).close();
            running = null;
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(took.compareTo(Duration.ofSeconds(12)) < 0, took.toString());
            assertTrue(readToEnd(download) < LARGE);
        }
    }
}
