package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.Await;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents about many files, while many ask for them at once. */
final class SharedDocumentsTest {
    private static final String MANIFEST = "/stable/x86_64/manifest.json";
    private static final String SUMS = "/stable/x86_64/SHA256SUMS";
    private static final int FILES = 2_000;
    private static final int CLIENTS = 60;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        for (int i = 0; i < FILES; i++) {
            ArtifactServer.put(file(i), ArtifactServer.bytes(16), Instant.now().minusSeconds(60));
        }
        server.awaitManifest();
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        server.close();
    }

    private Path file(int number) {
        return server.directory().resolve("module-" + number + ".ko");
    }

    private byte[] ask(String path) throws Exception {
        try (Response response = server.get(path)) {
            assertEquals(200, response.code(), path);
            return response.body().bytes();
        }
    }

    private List<Future<byte[]>> manyAsk(String path) {
        List<Future<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            answers.add(clients.submit(() -> ask(path)));
        }
        return answers;
    }

    @ParameterizedTest
    @ValueSource(strings = {MANIFEST, SUMS})
    void allGetTheSameWholeOne(String path) throws Exception {
        byte[] alone = server.awaitBody(path);
        for (Future<byte[]> answer : manyAsk(path)) {
            assertArrayEquals(alone, answer.get());
        }
    }

    @Test
    void whoAsksAfterAChangeGetsItWhateverIsBeingMadeForOthers() throws Exception {
        for (int removed = 1; removed <= 5; removed++) {
            List<Future<byte[]>> others = manyAsk(SUMS);
            Files.delete(file(removed));
            String sums = new String(ask(SUMS), StandardCharsets.UTF_8);
            assertEquals(FILES - removed, sums.lines().count());
            for (Future<byte[]> other : others) {
                other.get();
            }
        }
    }

    @Test
    void clientsThatGoAwayWhileTheyWaitLeaveNothingBehind() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            try (var socket = new Socket(
                    InetAddress.getLoopbackAddress(), server.provider().port())) {
                socket.getOutputStream()
                        .write(("GET " + MANIFEST + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
        Await.until(
                "no request to be under way",
                () -> server.provider().metric("active_requests").equals(0L));
        ask(MANIFEST);
    }
}
