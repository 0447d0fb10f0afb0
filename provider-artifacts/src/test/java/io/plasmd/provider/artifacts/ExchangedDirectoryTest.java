package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that go away, for a moment or for good. */
final class ExchangedDirectoryTest {
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        ArtifactServer.put(
                server.root().resolve("kept/1/vmlinuz"),
                ArtifactServer.bytes(10),
                Instant.now().minusSeconds(60));
        server.put("vmlinuz", 100);
        server.awaitEtag("/kernel");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private boolean isDegraded() throws Exception {
        return !server.provider().health("artifacts_readable").healthy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stable/x86_64", "stable"})
    void oneThatWasThereAMomentAgoIsWaitedForAndThenMissing(String directory) throws Exception {
        Path there = server.root().resolve(directory);
        long removed = System.nanoTime();
        Files.move(there, server.scratch().resolve("away"));
        for (String path : new String[] {"/kernel", "/manifest.json", "/stable/amd64/SHA256SUMS"}) {
            assertEquals(503, server.status(path), path);
        }
        Await.until("it is known to be missing", () -> server.status("/kernel") == 404);
        assertTrue(System.nanoTime() - removed >= Duration.ofSeconds(2).toNanos());
        assertTrue(System.nanoTime() - removed < Duration.ofSeconds(15).toNanos());
        Files.move(server.scratch().resolve("away"), there);
        assertEquals(200, server.status("/kernel"));
    }

    @Test
    void aLinkThatIsRemovedAndMadeAgainIsNeverMissing() throws Exception {
        Path link = server.root().resolve("stable/riscv64");
        Files.createSymbolicLink(link, Path.of("../kept/1"));
        Await.until("its sums", () -> server.status("/stable/riscv64/SHA256SUMS") == 200);
        for (int i = 0; i < 20; i++) {
            Files.delete(link);
            assertEquals(503, server.status("/stable/riscv64/vmlinuz"));
            Files.createSymbolicLink(link, Path.of("../kept/1"));
            assertEquals(200, server.status("/stable/riscv64/vmlinuz"));
        }
    }

    @Test
    void oneThatNeverWasThereIsMissingAtOnce() throws Exception {
        assertEquals(404, server.status("/stable/s390x/kernel"));
        assertEquals(404, server.status("/" + "n".repeat(300) + "/x86_64/kernel"));
        assertEquals(404, server.status("/stable/x86_64/" + "n".repeat(300)));
        assertEquals(404, server.status("/stable/vmlinuz/kernel"));
        Files.writeString(server.root().resolve("stable/file"), "no directory");
        assertEquals(404, server.status("/stable/file/kernel"));
    }

    @Test
    void whenAllArtifactsAreGoneItIsSaidAndDegraded() throws Exception {
        try (var log = new CapturedLog()) {
            Files.delete(server.directory().resolve("vmlinuz"));
            Files.delete(server.root().resolve("kept/1/vmlinuz"));
            Await.until("degraded", this::isDegraded);
            assertEquals(
                    server.root() + ": all artifacts that were in it are gone",
                    server.provider().health("artifacts_readable").detail());
            assertEquals(1, log.count("all artifacts that were in it are gone"), log::text);
            server.put("vmlinuz", 100);
            Await.until("healthy", () -> !isDegraded());
        }
    }

    @Test
    void anEmptyDirectoryOfArtifactsMayBeAMountPointWithoutItsDisk() throws Exception {
        try (var log = new CapturedLog()) {
            server.restartAfter(() -> {
                Files.move(server.root(), server.scratch().resolve("disk"));
                Files.createDirectory(server.root());
                Files.createDirectory(server.root().resolve("lost+found"));
            });
            assertEquals(503, server.status("/kernel"));
            assertEquals(503, server.status("/manifest.json"));
            assertTrue(isDegraded());
            Await.until("a line", () -> log.text().contains(server.root() + ": there is nothing in this directory"));
            Files.delete(server.root().resolve("lost+found"));
            Files.delete(server.root());
            Files.move(server.scratch().resolve("disk"), server.root());
            Await.until("healthy", () -> !isDegraded());
            assertEquals(200, server.status("/kernel"));
        }
    }

    @Test
    void digestsAreRememberedForADiskThatComesAfterTheService() throws Exception {
        Path away = server.scratch().resolve("disk");
        server.restartAfter(() -> Files.move(server.root(), away));
        Await.until("degraded", this::isDegraded);
        server.restart();
        Path digests = server.scratch().resolve("data/state/artifacts/digests");
        assertTrue(Files.readString(digests).contains("/vmlinuz"), () -> "forgotten: " + digests);
        Files.move(away, server.root());
        Await.until("known again", () -> server.status("/stable/x86_64/vmlinuz.sha256") == 200);
    }
}
