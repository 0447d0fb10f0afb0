package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VerifyTest {
    private static final byte[] CONTENT = Samples.bytes(300_000, 1);
    private static final byte[] OTHER = Samples.bytes(300_000, 2);

    @TempDir
    Path directory;

    @Test
    void whatIsWrongIsToldOfEach() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
                    switch (request.path()) {
                        case "/right" -> RoughServer.serve(CONTENT, request, wire);
                        case "/wrong" -> RoughServer.serve(OTHER, request, wire);
                        case "/empty" -> wire.empty(200, "");
                        default -> wire.empty(404, "");
                    }
                });
                BlobVerifier verifier = new BlobVerifier(Samples.patient())) {
            var right = Samples.artifact("right", CONTENT, server.uri("/right"));
            var wrong = Samples.artifact("wrong", CONTENT, server.uri("/wrong"));
            var empty = Samples.artifact("empty", new byte[0], server.uri("/empty"));
            var gone = Samples.artifact("gone", CONTENT, server.uri("/gone"));
            verifier.verify(right, Progress.NONE);
            Map<RemoteArtifact, ReleaseException> failures =
                    verifier.verify(List.of(gone, right, empty, wrong), Progress.NONE);
            assertEquals(List.of(gone, wrong), List.copyOf(failures.keySet()));
            assertEquals(
                    "wrong: " + server.uri("/wrong") + " sent other bytes: their digest is "
                            + Digest.ofContent(OTHER).prefixed() + "; the manifest says "
                            + wrong.digest().prefixed() + ". " + AnswerHead.ANOTHER_VERSION,
                    failures.values().stream().toList().getLast().getMessage());
            var e = assertThrows(ReleaseException.class, () -> verifier.verify(gone, Progress.NONE));
            assertTrue(e.getMessage().startsWith("gone: " + server.uri("/gone") + " answered 404"), e.getMessage());
        }
        Samples.await("threads to end", () -> Samples.threads().isEmpty());
    }

    @Test
    void anInterruptedCheckEndsAtOnce() throws Exception {
        var broken = new AtomicReference<Exception>();
        try (RoughServer server = new RoughServer((request, wire) -> wire.silence())) {
            Thread thread = Thread.ofPlatform().start(() -> {
                try (BlobVerifier verifier = new BlobVerifier(Samples.patient())) {
                    verifier.verify(Samples.artifact(CONTENT, server), Progress.NONE);
                } catch (Exception e) {
                    broken.set(e);
                }
            });
            Samples.await("a request", () -> !server.requests().isEmpty());
            long start = System.nanoTime();
            thread.interrupt();
            thread.join();
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
            assertInstanceOf(InterruptedException.class, broken.get());
            Samples.await("threads to end", () -> Samples.threads().isEmpty());
            Samples.await("connections to end", () -> server.openConnections() == 0);
        }
    }

    /** Ten times as much as there is memory, heap and other. */
    @ParameterizedTest
    @ValueSource(strings = {"verify", "fetch"})
    void littleMemoryIsEnough(String verb) throws Exception {
        byte[] block = Samples.bytes(1024 * 1024, 1);
        int blocks = 200;
        MessageDigest sha256 = Digest.newSha256();
        for (int i = 0; i < blocks; i++) {
            sha256.update(block);
        }
        int size = blocks * block.length;
        try (RoughServer server = new RoughServer((request, wire) -> send(block, size, request, wire))) {
            var artifact =
                    new RemoteArtifact("rootfs.img", size, Digest.ofSum(sha256.digest()), List.of(server.uri("/a")));
            Path errors = directory.resolve("errors");
            Process process = FetchProcess.start(
                    List.of("-Xmx16m", "-XX:MaxDirectMemorySize=16m"),
                    errors,
                    verb,
                    artifact,
                    directory,
                    8 * 1024 * 1024);
            assertEquals(0, process.waitFor(), () -> Samples.text(errors));
            if (verb.equals("fetch")) {
                assertEquals(
                        size, Files.size(directory.resolve(artifact.digest().hex())));
            }
        }
    }

    private static void send(byte[] block, int size, RoughServer.Request request, RoughServer.Wire wire)
            throws IOException {
        int[] range = request.range(size);
        if (request.headers().containsKey("range")) {
            wire.partial(range[0], range[1], size, "");
        } else {
            wire.head(200, "Content-Length: " + size + "\r\n");
        }
        // From any byte: a connection that was lost for want of memory goes on where it broke off.
        int at = range[0];
        while (at <= range[1]) {
            int from = at % block.length;
            int to = Math.min(block.length, from + range[1] + 1 - at);
            wire.body(block, from, to);
            at += to - from;
        }
    }
}
