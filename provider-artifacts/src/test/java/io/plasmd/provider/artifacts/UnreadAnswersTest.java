package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.TestAuthority;
import io.plasmd.provider.server.UnreadClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As many clients as there are threads ask, and read nothing. A machine that boots beside them does not notice. */
final class UnreadAnswersTest {
    private static final int THREADS = 8;
    private static final int CLIENTS = THREADS;
    private static final int REQUESTS = 300;
    private static final int FILES = 100;
    /** So that the sums and the manifest are long, and not only the work to make them. */
    private static final String LONG_NAME = "a-long-name-".repeat(15);

    @TempDir
    private Path scratch;

    private TestAuthority authority;
    private ArtifactServer server;
    private byte[] kernel;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("server"));
        Map<String, String> settings = new HashMap<>(authority.settings());
        settings.put("provider.http.threads", "" + THREADS);
        settings.put("provider.limits.header-size", "64KiB");
        settings.put("provider.limits.uri-length", "32KiB");
        server = new ArtifactServer(settings);
        kernel = server.put("vmlinuz", 1 << 20);
        server.put("small.efi", 32_000);
        for (int i = 0; i < FILES; i++) {
            server.put(LONG_NAME + i + ".bin", 100);
        }
        server.awaitManifest();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http, small.efi",
        "https, small.efi",
        "http, manifest.json",
        "https, manifest.json",
        "http, nothing",
        "https, nothing"
    })
    void nobodyWaitsForThem(String scheme, String name) throws Exception {
        boolean https = scheme.equals("https");
        OkHttpClient client = (https ? authority.client() : server.provider().client())
                .newBuilder()
                .callTimeout(Duration.ofSeconds(10))
                .build();
        int port = https ? server.provider().port("https") : server.provider().port();
        // An error quotes the path.
        String path = "/stable/x86_64/" + (name.equals("nothing") ? name.repeat(4000) : name);
        try (var unread = new UnreadClients(port, https ? authority.client() : null, CLIENTS, REQUESTS, path)) {
            unread.awaitStandstill(server.provider());
            for (int i = 0; i < 5; i++) {
                boot(client, scheme + "://127.0.0.1:" + port + "/stable/x86_64/kernel");
            }
        }
        client.connectionPool().evictAll();
        Await.until("all to be over", () -> ((Number) server.provider().metric("active_requests")).intValue() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.efi", "manifest.json"})
    void thoseWhoTakeNothingAreCutOff(String name) throws Exception {
        server.set("provider.limits.stall-timeout", "500ms");
        server.restart();
        server.awaitManifest();
        int port = server.provider().port();
        try (var unread = new UnreadClients(port, null, CLIENTS, REQUESTS, "/stable/x86_64/" + name)) {
            Await.until(
                    "all to be cut off",
                    () -> ((Number) server.provider().metric("bytes_served_total")).longValue() > CLIENTS << 20
                            && ((Number) server.provider().metric("active_requests")).intValue() == 0);
        }
    }

    private void boot(OkHttpClient client, String url) throws Exception {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            assertTrue(response.isSuccessful());
            assertArrayEquals(kernel, response.body().bytes());
        }
        client.connectionPool().evictAll();
    }
}
