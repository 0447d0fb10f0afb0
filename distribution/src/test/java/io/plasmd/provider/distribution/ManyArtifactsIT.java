package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory of an installer's size, what there is to say of it, and many who ask at once, in the shipped heap. */
@Timeout(180)
final class ManyArtifactsIT {
    private static final int ARTIFACTS = Integer.getInteger("artifacts.many", 20_000);

    /** One more than the host has threads. */
    private static final int CLIENTS = 17;

    private static final String HEAD_END = "Host: x\r\nConnection: close\r\n\r\n";

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Launch launch;
    private RunningProcess server;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void start() throws Exception {
        launch = Launch.of(install, scratch);
        Path artifacts = Samples.in(scratch);
        for (int i = 0; i < ARTIFACTS; i++) {
            Files.writeString(artifacts.resolve("stable/x86_64/module-" + i + ".img"), "module " + i);
        }
        server = launch.serve(artifacts, "--set", "provider.endpoints.artifacts.digest.upload-rest=0s");
        Await.until("all digests are known", () -> ask("/manifest.json").status() == 200);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Exchange ask(String path) throws Exception {
        return Exchange.of(server.url(), bytes -> {}, "GET " + path + " HTTP/1.1\r\n" + HEAD_END);
    }

    @Test
    void allGetTheirAnswersAndABootBesideThemDoesNotWait() throws Exception {
        for (String path : List.of("/status", "/", "/stable/x86_64/manifest.json", "/stable/x86_64/SHA256SUMS")) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Exchange>> answers = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    answers.add(threads.submit(() -> ask(path)));
                }
                assertEquals(200, ask("/health").status());
                assertEquals(200, ask("/stable/x86_64/module-7.img").status());
                for (Future<Exchange> answer : answers) {
                    assertEquals(200, answer.get().status(), path);
                    assertTrue(answer.get().isWhole(), path);
                }
            }
        }
        endsWell();
    }

    /** Each has sent many requests, and reads nothing. */
    @Test
    void whoDoesNotReadItHoldsUpNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                String request = "GET /stable/x86_64/manifest.json HTTP/1.1\r\nHost: x\r\n\r\n";
                silent.add(Http.open(server.url(), request.repeat(20)));
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(200, ask("/health").status());
                assertEquals(200, ask("/stable/x86_64/manifest.json").status());
                assertEquals(200, ask("/kernel").status());
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        endsWell();
    }

    @Test
    void allOfThemAreListed() throws Exception {
        try (RunningProcess list = launch.start("list", "--url", server.url().toString())) {
            assertEquals(0, list.status(), list.err());
            List<String> lines = list.out().lines().toList();
            assertEquals(1 + 3 + ARTIFACTS, lines.size());
            assertEquals(
                    ARTIFACTS,
                    lines.stream()
                            .filter(line -> line.contains(" module-"))
                            .distinct()
                            .count());
        }
        Exchange page = Exchange.of(server.url(), bytes -> {}, "GET / HTTP/1.1\r\nAccept: text/html\r\n" + HEAD_END);
        assertTrue(new String(page.body(), StandardCharsets.UTF_8).contains("?page=2"), page::head);
        endsWell();
    }

    private void endsWell() throws Exception {
        System.out.printf(
                "ManyArtifactsIT: %d artifacts, %d MiB at most%n",
                ARTIFACTS, ProcessFigures.of(server).peakMebibytes());
        server.terminate();
        assertEquals(0, server.status(), server.err());
        assertTrue(server.err().lines().noneMatch(line -> line.contains("OutOfMemory")), server.err());
    }
}
