package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM at any moment of a storm of requests. */
@Timeout(120)
final class StopStormIT {
    private static final int SIGTERM = 128 + 15;
    private static final int STOPS = 12;
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Beyond the grace: what Jetty takes to close, on a machine that does other things too. */
    private static final Duration BOUND = Duration.ofSeconds(8);

    private static final String REST = "Host: test\r\nConnection: close\r\n\r\n";

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private final Random random = new Random(seed());

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    /** Printed, so that a run can be repeated: -Dstorm.seed=… */
    private static long seed() {
        long seed = Long.getLong("storm.seed", System.nanoTime());
        System.out.println("StopStormIT: -Dstorm.seed=" + seed);
        return seed;
    }

    @Test
    void itEndsInTimeAndEveryDownloadIsRightOrVisiblyCut() throws Exception {
        Path artifacts = Samples.in(scratch);
        byte[] rootfs = Files.readAllBytes(artifacts.resolve("stable/x86_64/rootfs.squashfs"));
        for (int stop = 0; stop < STOPS; stop++) {
            try (RunningProcess server = serve(artifacts, GRACE);
                    Crowd stuck = new Crowd(server.url());
                    var storm = new Storm(server.url(), rootfs)) {
                // At every third stop some that only the end of the grace ends.
                stuck.join(stop % 3 == 0 ? 3 : 0, "GET /rootfs HTTP/1.1\r\n" + REST);
                // From the first byte that a client sends to some hundred whole downloads.
                long moment = (long) Math.pow(2, 5 + random.nextDouble() * 26);
                try (RunningProcess publish = Launch.of(install, scratch)
                        .start(
                                "publish",
                                "--artifacts",
                                artifacts.toString(),
                                "--arch",
                                "aarch64",
                                artifacts.resolve("stable/x86_64/vmlinuz").toString())) {
                    Await.until("the storm is far enough", () -> storm.bytes() >= moment);
                    assertFalse(storm.isThinning(), "a client was turned away before the stop");
                    server.terminate();
                    long told = System.nanoTime();
                    Await.until("the port is closed", () -> !Http.accepts(server.url()));
                    while (server.isAlive()) {
                        assertFalse(Http.accepts(server.url()), "the port is open again");
                        Await.briefly();
                    }
                    var took = Duration.ofNanos(System.nanoTime() - told);
                    assertEquals(0, server.status(), server.err());
                    assertTrue(took.compareTo(GRACE.plus(BOUND)) < 0, "took " + took);
                    assertEquals(List.of(), troubles(server));
                    storm.end();
                    assertEquals(0, publish.status(), publish.err());
                }
            } catch (AssertionError e) {
                throw new AssertionError("at stop " + stop, e);
            }
        }
    }

    @Test
    void aSecondSignalEndsItAtOnceAtAnyMoment() throws Exception {
        Path artifacts = Samples.in(scratch);
        byte[] rootfs = Files.readAllBytes(artifacts.resolve("stable/x86_64/rootfs.squashfs"));
        for (int stop = 0; stop < 4; stop++) {
            try (RunningProcess server = serve(artifacts, Duration.ofMinutes(10));
                    Crowd stuck = new Crowd(server.url());
                    var storm = new Storm(server.url(), rootfs)) {
                stuck.join(5, "GET /rootfs HTTP/1.1\r\n" + REST);
                Await.until("the downloads are under way", () -> {
                    stuck.takeSome();
                    return stuck.clients().stream().allMatch(client -> client.received() > 0);
                });
                server.terminate();
                Await.until("the port is closed", () -> !Http.accepts(server.url()));
                long moment = storm.bytes() + random.nextLong(20 << 20);
                Await.until("some more has come", () -> storm.bytes() >= moment || storm.isOver());
                assertTrue(server.isAlive(), "it does not wait for the downloads: " + server.err());
                server.terminate();
                long told = System.nanoTime();
                assertEquals(SIGTERM, server.status());
                var took = Duration.ofNanos(System.nanoTime() - told);
                assertTrue(took.compareTo(BOUND) < 0, "took " + took);
                storm.end();
            }
        }
    }

    @Test
    void sigtermDuringTheStartEndsItWithoutATrace() throws Exception {
        Path artifacts = Samples.in(scratch);
        for (int stop = 0; stop < 6; stop++) {
            try (RunningProcess server = Launch.of(install, scratch)
                    .start("serve", "--port", "0", "--bind", "127.0.0.1", "--artifacts", artifacts.toString())) {
                Duration moment = Duration.ofMillis(random.nextInt(600));
                var figures = ProcessFigures.of(server);
                Await.until(
                        "it has come so far",
                        () -> figures.processorTime().compareTo(moment) >= 0
                                || server.err().contains("Ready: "));
                server.terminate();
                int status = server.status();
                // Before it can tell signals apart, the runtime ends as any program does.
                assertTrue(status == 0 || status == SIGTERM, "status " + status + ": " + server.err());
                // Nor can it, in its first milliseconds, look up the logger that it has for its own end.
                assertEquals(
                        List.of(),
                        troubles(server).stream()
                                .filter(line -> !line.startsWith("Runtime.exit(" + SIGTERM + ") logging failed: "))
                                .toList());
            }
        }
    }

    private RunningProcess serve(Path artifacts, Duration grace) throws Exception {
        return Launch.of(install, scratch)
                .serve(artifacts, "--set", "provider.shutdown.grace=" + grace.toSeconds() + "s");
    }

    /**
     * What it says beyond that it has cut off what did not end in time, and that a disk with much to write keeps it waiting:
     * how long it may take is held against the clock.
     */
    private static List<String> troubles(RunningProcess server) throws Exception {
        return server.err()
                .lines()
                .filter(line -> !line.contains(" INFO ") && !line.startsWith("Ready: "))
                .filter(line -> !line.contains("did not end within") && !line.contains(" SlowClose - "))
                .toList();
    }

    /** Clients of all kinds, which begin again and again until the port is closed. */
    private static final class Storm implements AutoCloseable {
        private final URI server;
        private final byte[] rootfs;
        private final AtomicLong bytes = new AtomicLong();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<Integer>> clients = new ArrayList<>();

        Storm(URI server, byte[] rootfs) {
            this.server = server;
            this.rootfs = rootfs;
            for (int i = 0; i < 3; i++) {
                add("GET /rootfs HTTP/1.1\r\n" + REST);
                add("GET /rootfs HTTP/1.1\r\nRange: bytes=1000-2000000\r\n" + REST);
                add("GET /rootfs HTTP/1.1\r\nRange: bytes=0-99999,30000000-31999999\r\n" + REST);
                add("GET /kernel ", "HTTP/1.1\r\n", "X-Slow: line\r\n", REST);
                add("GET /health HTTP/1.1\r\n" + REST);
                add("GET /stable/aarch64/kernel HTTP/1.1\r\n" + REST);
            }
        }

        private void add(String... request) {
            clients.add(threads.submit(() -> {
                int answers = 0;
                while (true) {
                    Exchange exchange = Exchange.of(server, bytes::addAndGet, request);
                    if (exchange.status() == 0) {
                        return answers;
                    }
                    answers++;
                    check(String.join("", request), exchange);
                }
            }));
        }

        private void check(String request, Exchange exchange) {
            // A release of the other architecture may not be there yet.
            assertTrue(
                    List.of(200, 206, 404, 503).contains(exchange.status()),
                    request + exchange.head() + new String(exchange.body(), StandardCharsets.UTF_8));
            assertTrue(exchange.body().length <= exchange.promised(), exchange.head());
            if (!request.contains("/rootfs") || !exchange.isWhole() || exchange.status() == 503) {
                return;
            }
            if (request.contains("1000-2000000")) {
                assertEquals(206, exchange.status());
                assertTrue(Arrays.equals(exchange.body(), Arrays.copyOfRange(rootfs, 1000, 2_000_001)));
            } else if (request.contains("Range")) {
                assertEquals(206, exchange.status());
                assertTrue(holds(exchange.body(), 0, 100_000));
                assertTrue(holds(exchange.body(), 30_000_000, 32_000_000));
            } else {
                assertEquals(200, exchange.status());
                assertTrue(Arrays.equals(exchange.body(), rootfs), "whole, but not the file");
            }
        }

        /** Whether a stretch of the file is in the parts, after the blank line that ends a part's head. */
        private boolean holds(byte[] parts, int from, int to) {
            for (int i = 4; i + (to - from) <= parts.length; i++) {
                if (parts[i - 1] == '\n'
                        && parts[i - 3] == '\n'
                        && Arrays.equals(parts, i, i + (to - from), rootfs, from, to)) {
                    return true;
                }
            }
            return false;
        }

        /** Sent and received so far. */
        long bytes() {
            return bytes.get();
        }

        /** Whether a client has found the port closed. */
        boolean isThinning() {
            return clients.stream().anyMatch(Future::isDone);
        }

        boolean isOver() {
            return clients.stream().allMatch(Future::isDone);
        }

        /** How many answers there were, after the last one. */
        int end() throws Exception {
            int answers = 0;
            for (Future<Integer> client : clients) {
                answers += client.get();
            }
            return answers;
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
