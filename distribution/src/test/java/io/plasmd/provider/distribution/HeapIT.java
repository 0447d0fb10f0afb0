package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As much as there is room for at once, with the memory that conf/jvm.options grants. */
@Timeout(90)
final class HeapIT {
    /** What -XX:+ExitOnOutOfMemoryError exits with. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int ARTIFACTS = 5000;
    private static final int SLOW = 1200;

    /** The most that the options allow: 256 MiB of heap, 64 KiB for each download, and the runtime itself. */
    private static final int MOST_MEBIBYTES = 256 + SLOW / 16 + 200;

    private static final String REST = "Host: test\r\nConnection: close\r\n\r\n";

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    private Path manyArtifacts() throws Exception {
        Path artifacts = Samples.in(scratch);
        for (int i = 0; i < ARTIFACTS; i++) {
            Files.writeString(artifacts.resolve("stable/x86_64/module-" + i + ".img"), "module " + i);
        }
        return artifacts;
    }

    @Test
    void slowDownloadsSmallRequestsAndALargeStatusAtOnce() throws Exception {
        Path artifacts = manyArtifacts();
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts);
                Crowd crowd = new Crowd(server.url());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var figures = ProcessFigures.of(server);
            long atRest = figures.residentMebibytes();
            crowd.join(SLOW, "GET /rootfs HTTP/1.1\r\n" + REST);
            var enough = new AtomicBoolean();
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(threads.submit(() -> ask(server, "/kernel", enough)));
                clients.add(threads.submit(() -> ask(server, "/stable/x86_64/module-7.img", enough)));
            }
            for (int i = 0; i < 2; i++) {
                clients.add(threads.submit(() -> ask(server, "/status", enough)));
                clients.add(threads.submit(() -> ask(server, "/metrics", enough)));
            }
            Await.until("all slow ones have something, or a refusal, and are served on", () -> {
                crowd.takeSome();
                return crowd.clients().stream()
                        .allMatch(client -> client.received() > 200_000 || explained(client.begin()));
            });
            enough.set(true);
            int answers = 0;
            for (Future<Integer> client : clients) {
                int of = client.get();
                assertTrue(of > 0, "a client had no answer at all");
                answers += of;
            }
            long served = crowd.clients().stream()
                    .filter(client -> client.begin().startsWith("HTTP/1.1 200 "))
                    .count();
            assertTrue(crowd.clients().stream().noneMatch(client -> client.ended() && !explained(client.begin())));
            System.out.printf(
                    "HeapIT: %d slow downloads and %d other answers; %d MiB at rest, %d MiB at most%n",
                    served, answers, atRest, figures.peakMebibytes());
            assertTrue(figures.peakMebibytes() < MOST_MEBIBYTES, "MiB: " + figures.peakMebibytes());
            crowd.leave(SLOW);
            server.terminate();
            assertEquals(0, server.status(), server.err());
            assertTrue(server.err().lines().noneMatch(line -> line.contains("OutOfMemory")), server.err());
        }
    }

    /** Only a limit turns a client away, and says so. */
    private static boolean explained(String begin) {
        return begin.startsWith("HTTP/1.1 503 ") || begin.startsWith("HTTP/1.1 429 ");
    }

    private static int ask(RunningProcess server, String path, AtomicBoolean enough) throws Exception {
        int answers = 0;
        while (!enough.get()) {
            Exchange exchange = Exchange.of(server.url(), bytes -> {}, "GET " + path + " HTTP/1.1\r\n" + REST);
            boolean isRight = exchange.status() == 200 && exchange.isWhole();
            assertTrue(isRight || explained(exchange.head()), exchange::head);
            answers += exchange.status() == 200 ? 1 : 0;
        }
        return answers;
    }

    @Test
    void withoutMemoryItEndsRatherThanLingers() throws Exception {
        Path artifacts = manyArtifacts();
        try (RunningProcess server =
                Launch.of(install, scratch).javaOptions("-Xms12m -Xmx12m").serve(artifacts)) {
            var enough = new AtomicBoolean();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20; i++) {
                    String path = i % 2 == 0 ? "/status" : "/stable/x86_64/manifest.json";
                    Future<?> _ = threads.submit(() -> {
                        while (server.isAlive() && !enough.get()) {
                            Exchange.of(server.url(), bytes -> {}, "GET " + path + " HTTP/1.1\r\n" + REST);
                        }
                        return null;
                    });
                }
                try {
                    assertEquals(OUT_OF_MEMORY, server.status(), server.err());
                } finally {
                    enough.set(true);
                    server.close();
                }
            }
            assertTrue(server.err().contains("Terminating due to java.lang.OutOfMemoryError"), server.err());
        }
    }
}
