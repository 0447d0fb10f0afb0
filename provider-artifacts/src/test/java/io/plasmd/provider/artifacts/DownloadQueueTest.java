package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More downloads than there may be. */
final class DownloadQueueTest {
    private static final int LARGE = 64 * 1024 * 1024;
    private static final int MEDIUM = 1024 * 1024;

    private final List<SlowDownload> held = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private ArtifactServer server;

    private void start(int downloads, String... more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("provider.limits.downloads", Integer.toString(downloads)));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(
                    more[i].startsWith("http.") ? "provider." + more[i] : "provider.limits." + more[i], more[i + 1]);
        }
        server = new ArtifactServer(settings);
        server.put("rootfs.img", LARGE);
        server.put("vmlinuz", MEDIUM);
        server.put("small.dtb", 1000);
        server.awaitEtag("/stable/x86_64/vmlinuz");
        server.awaitEtag("/stable/x86_64/small.dtb");
    }

    @AfterEach
    void stop() throws Exception {
        for (SlowDownload download : held) {
            download.close();
        }
        server.close();
    }

    private int metric(String name) {
        return ((Number) server.provider().metric(name)).intValue();
    }

    /** Takes every place by a client that stops reading. */
    private void fill(int places) throws Exception {
        for (int i = 0; i < places; i++) {
            held.add(new SlowDownload(server.provider().port(), "/rootfs", ""));
        }
        Await.until("all places to be taken", () -> metric("active_downloads") == places);
    }

    private Future<byte[]> inBackground(Callable<byte[]> task) {
        var result = new CompletableFuture<byte[]>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    void aFreedPlaceGoesToTheOneThatWaits() throws Exception {
        start(2, "stall-timeout", "60s");
        fill(2);
        Future<byte[]> waiting = inBackground(() -> server.body("/kernel"));
        Await.until("it to wait", () -> metric("downloads_waiting") == 1);
        assertEquals(2, metric("active_downloads"));
        held.getFirst().close();
        assertArrayEquals(ArtifactServer.bytes(MEDIUM), waiting.get());
        Await.until("its place to be free", () -> metric("active_downloads") == 1);
    }

    /** By X-Forwarded-For, as the loopback interface has one address of IPv6. */
    private void fillFrom(String... clients) throws Exception {
        for (String client : clients) {
            held.add(new SlowDownload(server.provider().port(), "/rootfs", "X-Forwarded-For: " + client + "\r\n"));
        }
        Await.until("all places to be taken", () -> metric("active_downloads") == clients.length);
    }

    @Test
    void clientsThatTakeAllPlacesSlowlyMakeRoomForAnother() throws Exception {
        start(4, "stall-timeout", "60s", "http.trusted-proxies", "127.0.0.1");
        fillFrom("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2");
        long begin = System.nanoTime();
        try (Response response = server.get("/kernel", "X-Forwarded-For", "10.0.0.3")) {
            assertArrayEquals(ArtifactServer.bytes(MEDIUM), response.body().bytes());
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 3);
        Await.until("one of them to be cut off", () -> metric("active_downloads") == 3);
        assertEquals(1L, ((Map<?, ?>) server.provider().metric("downloads_aborted_total")).get("made_room"));
    }

    @Test
    void theAddressesOfOneNetworkOfIpv6HaveOneShare() throws Exception {
        start(2, "stall-timeout", "60s", "http.trusted-proxies", "127.0.0.1");
        fillFrom("2001:db8::1", "2001:db8::2");
        assertEquals(503, server.status("/kernel", "X-Forwarded-For", "2001:db8::3"));
        assertEquals(200, server.status("/kernel", "X-Forwarded-For", "2001:db8:0:1::3"));
    }

    @Test
    void afterTheWaitTheClientIsAskedToComeBack() throws Exception {
        start(1, "download-wait", "200ms");
        fill(1);
        try (Response response = server.get("/kernel")) {
            assertEquals(503, response.code());
            int seconds = Integer.parseInt(response.header("Retry-After"));
            assertTrue(seconds >= 1 && seconds <= 5, "Retry-After: " + seconds);
            assertEquals("application/problem+json", response.header("Content-Type"));
        }
        assertEquals(Map.of("queue_full", 0L, "waited", 1L), server.provider().metric("downloads_refused_total"));
        held.getFirst().close();
        Await.until("the place to be free", () -> server.status("/kernel") == 200);
    }

    @Test
    void withAFullQueueThereIsNoWaiting() throws Exception {
        start(1, "download-queue", "0");
        fill(1);
        assertEquals(503, server.status("/kernel"));
        assertEquals(Map.of("queue_full", 1L, "waited", 0L), server.provider().metric("downloads_refused_total"));
    }

    @Test
    void whatIsSmallNeverWaits() throws Exception {
        start(1, "download-queue", "0");
        fill(1);
        try (Response head = server.provider().head("/rootfs")) {
            assertEquals(200, head.code());
            assertEquals(Integer.toString(LARGE), head.header("Content-Length"));
        }
        assertEquals(200, server.status("/stable/x86_64/small.dtb"));
        assertEquals(206, server.status("/rootfs", "Range", "bytes=1000000-1065535"));
        assertEquals(416, server.status("/kernel", "Range", "bytes=" + LARGE + "-"));
        try (Response response = server.provider().head("/kernel")) {
            assertEquals(304, server.status("/kernel", "If-None-Match", response.header("ETag")));
        }
        assertEquals(200, server.status("/stable/x86_64/vmlinuz.sha256"));
        assertEquals(503, server.status("/rootfs", "Range", "bytes=0-65536"));
    }

    @Test
    void whoWaitedGetsWhatIsCurrentThen() throws Exception {
        start(1);
        fill(1);
        Future<byte[]> waiting = inBackground(() -> server.body("/kernel"));
        Await.until("it to wait", () -> metric("downloads_waiting") == 1);
        server.put("vmlinuz", MEDIUM + 1);
        held.getFirst().close();
        assertArrayEquals(ArtifactServer.bytes(MEDIUM + 1), waiting.get());
    }

    @Test
    void aClientThatLeavesWhileItWaitsKeepsNoPlace() throws Exception {
        start(1);
        fill(1);
        try (var gone = new io.plasmd.provider.server.RawHttp(server.provider().port())) {
            gone.send("GET /rootfs HTTP/1.1\r\nHost: x\r\n\r\n");
            Await.until("it to wait", () -> metric("downloads_waiting") == 1);
        }
        held.getFirst().close();
        Await.until("the place to be free", () -> server.status("/kernel") == 200);
        Await.until("nothing to be left", () -> metric("active_downloads") == 0 && metric("downloads_waiting") == 0);
    }

    @Test
    void everybodyIsServedInTheEnd() throws Exception {
        start(8, "download-wait", "100ms", "download-queue", "16");
        byte[] kernel = ArtifactServer.bytes(MEDIUM);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(threads.submit(() -> untilServed(kernel)));
            }
            for (Future<Integer> client : clients) {
                assertTrue(client.get() >= 1);
            }
        }
        Await.until("nothing to be left", () -> metric("active_downloads") == 0 && metric("downloads_waiting") == 0);
    }

    /** As boot clients do, but in a hundredth of the time that they are told to wait. */
    private int untilServed(byte[] content) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (Response response = server.get("/kernel")) {
                if (response.code() == 200) {
                    assertArrayEquals(content, response.body().bytes());
                    return attempt;
                }
                assertEquals(503, response.code());
                long seconds = Long.parseLong(response.header("Retry-After"));
                LockSupport.parkNanos(Duration.ofSeconds(seconds).dividedBy(100).toNanos());
            }
        }
    }
}
