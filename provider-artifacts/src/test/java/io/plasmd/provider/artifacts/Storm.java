package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Hundreds of clients at once, in every way that clients have, while releases change. */
final class Storm {
    static final long SEED = Long.getLong("storm.seed", System.nanoTime());

    private static final int CLIENTS = 300;
    private static final int KERNEL = 300_000;
    private static final int ROOTFS = 2_000_000;
    private static final int FIRST_RELEASES = 3;
    private static final List<String> PATHS = List.of(
            "/kernel",
            "/rootfs",
            "/initramfs",
            "/stable/x86_64/vmlinuz",
            "/stable/amd64/rootfs.img",
            "/stable/x86_64/initrd.img");

    private final Verdict verdict = new Verdict();
    private final List<String> etags = new CopyOnWriteArrayList<>();
    private final List<String> blobs = new CopyOnWriteArrayList<>();
    private final ArtifactServer server;
    private final OkHttpClient client;
    private final String base;
    private final Publishing publishing;

    /**
     * Publishes the first releases.
     *
     * @param base where the client finds the server: a URL without a slash at its end
     */
    Storm(ArtifactServer server, OkHttpClient client, String base) throws Exception {
        this.server = server;
        // Where other work goes on beside it, some client's turn comes late.
        this.client = client.newBuilder()
                .readTimeout(Duration.ofMinutes(1))
                .callTimeout(Duration.ofMinutes(2))
                .build();
        this.base = base;
        publishing = new Publishing(server, 10);
        Files.delete(server.directory());
        for (int release = 1; release <= FIRST_RELEASES; release++) {
            publish(release);
        }
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

    /**
     * Lets it blow until every client has asked so many times.
     *
     * @param meanwhile done after each change of the release
     */
    void blow(int rounds, Runnable meanwhile) throws Exception {
        var over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> switching = threads.submit(() -> switchReleases(over, meanwhile));
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(SEED + i);
                clients.add(threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        ask(random);
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> one : clients) {
                    one.get();
                }
            } catch (Exception e) {
                throw new AssertionError("storm.seed " + SEED, e);
            } finally {
                over.set(true);
            }
            switching.get();
        }
        client.connectionPool().evictAll();
    }

    private Void switchReleases(AtomicBoolean over, Runnable meanwhile) throws Exception {
        var random = new Random(SEED);
        for (int release = FIRST_RELEASES + 1; !over.get(); release++) {
            publishing.rollback("r" + (1 + random.nextInt(FIRST_RELEASES)));
            if (release <= 2 * FIRST_RELEASES) {
                publish(release);
            }
            meanwhile.run();
        }
        return null;
    }

    private void ask(Random random) throws IOException {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String etag = etags.get(random.nextInt(3 * FIRST_RELEASES));
        int first = random.nextInt(KERNEL / 20);
        String range = "bytes=" + first + "-" + (first + random.nextInt(100_000));
        switch (random.nextInt(11)) {
            case 0 -> judge(path, "Range", range);
            case 1 -> judge(path, "Range", range, "If-Range", etag);
            case 2 -> judge(path, "Range", "bytes=-" + (1 + random.nextInt(20_000)));
            case 3 -> judge(path, "If-None-Match", etag);
            case 4 -> judge(path, "If-Match", etag);
            case 5 -> judge(blobs.get(random.nextInt(3 * FIRST_RELEASES)));
            case 6 -> head(path);
            case 7 -> leaveHalfWay(path);
            case 8 -> pipeline(random);
            case 9 -> manifest();
            default -> judge(path);
        }
    }

    private Response send(String method, String path, String... headers) throws IOException {
        var request = new Request.Builder().url(base + path).method(method, null);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.newCall(request.build()).execute();
    }

    private void judge(String path, String... headers) throws IOException {
        try (Response response = send("GET", path, headers)) {
            verdict.judge(path + " " + String.join(" ", headers), response);
        }
    }

    private void head(String path) throws IOException {
        try (Response response = send("HEAD", path)) {
            assertEquals(200, response.code());
            assertEquals(0, response.body().bytes().length);
        }
    }

    private void manifest() throws IOException {
        try (Response response = send("GET", "/stable/x86_64/manifest.json")) {
            if (response.code() == 200) {
                assertEquals(
                        response.header("Content-Length"), "" + response.body().bytes().length);
            } else {
                // Of a release that was published a moment ago.
                verdict.judge("manifest", response);
            }
        }
    }

    /** Some bytes, and then a connection that is closed with the rest on its way. */
    private void leaveHalfWay(String path) throws IOException {
        try (Response response = send("GET", path)) {
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
}
