package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of clients at once, in every way that clients have, while releases change. {@code -Dstorm.rounds=10000} makes
 * it a soak of some hours.
 */
final class StormTest {
    private static final int CLIENTS = 300;
    private static final int ROUNDS = Integer.getInteger("storm.rounds", 12);
    private static final int KERNEL = 300_000;
    private static final int ROOTFS = 2_000_000;
    private static final List<String> PATHS = List.of(
            "/kernel",
            "/rootfs",
            "/initramfs",
            "/stable/x86_64/vmlinuz",
            "/stable/amd64/rootfs.img",
            "/stable/x86_64/initrd.img");

    private final long seed = Long.getLong("storm.seed", System.nanoTime());
    private final Verdict verdict = new Verdict();
    private final List<String> etags = new CopyOnWriteArrayList<>();
    private final List<String> blobs = new CopyOnWriteArrayList<>();
    private ArtifactServer server;
    private Publishing publishing;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        publishing = new Publishing(server, 10);
        Files.delete(server.directory());
        for (int release = 1; release <= 3; release++) {
            publish(release);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void publish(int release) throws Exception {
        Map<String, byte[]> files = Map.of(
                "vmlinuz", ArtifactServer.bytes(KERNEL + release),
                "initrd.img", ArtifactServer.bytes(KERNEL / 10 + release),
                "rootfs.img", ArtifactServer.bytes(ROOTFS + release));
        for (byte[] content : files.values()) {
            verdict.know(content);
            etags.add('"' + ArtifactServer.sha256(content) + '"');
            blobs.add(Publishing.blob(content));
        }
        publishing.publish("r" + release, files);
    }

    private int metric(String name) {
        return ((Number) server.provider().metric(name)).intValue();
    }

    @Test
    void everyAnswerIsRightOrSaysThatItFailedAndNothingIsLeftBehind() throws Exception {
        var over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> switching = threads.submit(() -> switchReleases(over));
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(seed + i);
                clients.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        ask(random);
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> client : clients) {
                    client.get();
                }
            } catch (Exception e) {
                throw new AssertionError("storm.seed " + seed, e);
            } finally {
                over.set(true);
            }
            switching.get();
        }
        assertNothingIsLeft();
    }

    private Void switchReleases(AtomicBoolean over) throws Exception {
        var random = new Random(seed);
        for (int release = 4; !over.get(); release++) {
            publishing.rollback("r" + (1 + random.nextInt(3)));
            if (release <= 6) {
                publish(release);
            }
        }
        return null;
    }

    private void ask(Random random) throws IOException {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String etag = etags.get(random.nextInt(9));
        int first = random.nextInt(KERNEL / 20);
        String range = "bytes=" + first + "-" + (first + random.nextInt(100_000));
        switch (random.nextInt(10)) {
            case 0 -> judge(path, "Range", range);
            case 1 -> judge(path, "Range", range, "If-Range", etag);
            case 2 -> judge(path, "Range", "bytes=-" + (1 + random.nextInt(20_000)));
            case 3 -> judge(path, "If-None-Match", etag);
            case 4 -> judge(path, "If-Match", etag);
            case 5 -> judge(blobs.get(random.nextInt(9)));
            case 6 -> head(path);
            case 7 -> leaveHalfWay(path);
            case 8 -> pipeline(random);
            default -> judge(path);
        }
    }

    private void judge(String path, String... headers) throws IOException {
        try (Response response = server.get(path, headers)) {
            verdict.judge(path + " " + String.join(" ", headers), response);
        }
    }

    private void head(String path) throws IOException {
        try (Response response = server.provider().head(path)) {
            assertEquals(200, response.code());
            assertEquals(0, response.body().bytes().length);
        }
    }

    /** Some bytes, and then a connection that is closed with the rest on its way. */
    private void leaveHalfWay(String path) throws IOException {
        try (Response response = server.get(path)) {
            assertEquals(200, response.code());
            response.body().byteStream().readNBytes(1000);
        }
    }

    /** Three requests at once on one connection: the answers come in the same order. */
    private void pipeline(Random random) throws IOException {
        try (var http = new RawHttp(server.provider().port(), "127.0.0." + (2 + random.nextInt(100)))) {
            String rest = " HTTP/1.1\r\nHost: x\r\n\r\n";
            http.send("HEAD /kernel" + rest + "GET /stable/x86_64/nothing" + rest + "HEAD /rootfs" + rest);
            assertEquals(200, http.read(false).status());
            assertEquals(404, http.read().status());
            assertEquals(200, http.read(false).status());
        }
    }

    private void assertNothingIsLeft() throws Exception {
        Await.until("all downloads to be over", () -> metric("active_downloads") == 0);
        Await.until("all requests to be over", () -> metric("active_requests") == 0);
        assertEquals(0, metric("downloads_waiting"));
        server.provider().client().connectionPool().evictAll();
        Await.until("all connections to be closed", () -> metric("active_connections") == 0);
        Await.until("all artifacts to be closed", () -> openArtifacts().isEmpty());
        String maps = Files.readString(Path.of("/proc/self/maps"));
        assertTrue(!maps.contains(server.root().toString()), "an artifact is still mapped");
    }

    private List<Path> openArtifacts() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (!Files.isSymbolicLink(descriptor)) {
                    // Closed since it was listed.
                    continue;
                }
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(server.root()) && !target.toString().endsWith(".lock")) {
                        open.add(target);
                    }
                } catch (IOException e) {
                    // Closed since it was listed.
                }
            }
        }
        return open;
    }
}
