package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts come over HTTPS as they do over HTTP. */
final class HttpsDownloadTest {
    @TempDir
    private Path scratch;

    private TestAuthority authority;
    private ArtifactServer server;
    private byte[] rootfs;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("first"));
        server = new ArtifactServer(authority.settings());
        rootfs = server.put("rootfs.img", 3_000_001);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Request.Builder request(String path) {
        return new Request.Builder()
                .url("https://127.0.0.1:" + server.provider().port("https") + path);
    }

    @Test
    void wholeAndInRangesAndHead() throws Exception {
        OkHttpClient client = authority.client();
        try (Response whole =
                client.newCall(request("/stable/x86_64/rootfs").build()).execute()) {
            assertEquals("" + rootfs.length, whole.header("Content-Length"));
            assertArrayEquals(rootfs, whole.body().bytes());
        }
        try (Response head =
                client.newCall(request("/stable/x86_64/rootfs").head().build()).execute()) {
            assertEquals("" + rootfs.length, head.header("Content-Length"));
            assertEquals("bytes", head.header("Accept-Ranges"));
        }
        var joined = new ByteArrayOutputStream();
        for (int from = 0; from < rootfs.length; from += 777_777) {
            String range = "bytes=" + from + "-" + (from + 777_776);
            try (Response part = client.newCall(request("/stable/x86_64/rootfs")
                            .header("Range", range)
                            .build())
                    .execute()) {
                assertEquals(206, part.code());
                joined.writeBytes(part.body().bytes());
            }
        }
        assertArrayEquals(rootfs, joined.toByteArray());
        assertEquals(1L, server.provider().metric("tls_handshakes_total"));
        client.connectionPool().evictAll();
    }

    @Test
    void noDownloadNoticesThatTheCertificateIsExchanged() throws Exception {
        var over = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> clients = IntStream.range(0, 4)
                    .mapToObj(i -> executor.submit((Callable<Integer>) () -> download(over)))
                    .toList();
            for (long i = 1; i <= 5; i++) {
                long number = i;
                authority.install(authority.issue("certificate " + i));
                Await.until(
                        "reload " + i,
                        () -> ((Number) server.provider().metric("tls_reloads_total")).longValue() >= number);
            }
            over.set(true);
            for (Future<Integer> client : clients) {
                assertTrue(client.get() > 0);
            }
        }
    }

    /** Again and again, on connections by turns new and kept; how often it went well. */
    private int download(AtomicBoolean over) throws IOException {
        OkHttpClient client = authority.client();
        int times = 0;
        while (!over.get() || times == 0) {
            try (Response response =
                    client.newCall(request("/stable/x86_64/rootfs").build()).execute()) {
                assertEquals(200, response.code());
                assertTrue(Arrays.equals(
                        rootfs, Objects.requireNonNull(response.body()).bytes()));
            }
            times++;
            if (times % 2 == 0) {
                client.connectionPool().evictAll();
            }
        }
        client.connectionPool().evictAll();
        return times;
    }
}
