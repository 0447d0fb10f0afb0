package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.files.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever owns a directory exchanges what is in it for a link that leads out of the root, as fast as the kernel can
 * (renameat2(2)): nothing of what the link leads to ever gets into an answer.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExchangedLinksTest {
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final int CLIENTS = 2;
    private static final int MOST_ROUNDS = 5000;

    /** Longer than it takes until a file is believed, and digested. */
    private static final Duration REST = Duration.ofMillis(150);

    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    /** More in a row than chance brings. */
    private static final String SECRET = "s".repeat(64);

    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private ArtifactServer server;
    private String hex = "";
    private String base64 = "";

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static byte[] filled(char with, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    /** Of the same size and time as what is served: nothing but where it is tells them apart. */
    private Path secret(int size) throws Exception {
        byte[] content = filled('s', size);
        hex = ArtifactServer.sha256(content);
        base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        Path outside = server.scratch().resolve("outside");
        ArtifactServer.put(outside.resolve("vmlinuz"), content, THEN);
        return outside;
    }

    @ParameterizedTest
    @CsvSource({"vmlinuz, 1000", "vmlinuz, 3000000", ".., 1000", ".., 300000"})
    void nothingOfWhatTheLinkLeadsToIsSent(String exchanged, int size) throws Exception {
        Path outside = secret(size);
        ArtifactServer.put(server.directory().resolve("vmlinuz"), filled('k', size), THEN);
        boolean isFile = exchanged.equals("vmlinuz");
        Path name = isFile ? server.directory().resolve("vmlinuz") : server.directory();
        Path link = name.resolveSibling(".aside");
        Files.createSymbolicLink(link, isFile ? outside.resolve("vmlinuz") : outside);
        try (Exchange _ = new Exchange(name, link, REST)) {
            List<FutureTask<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var client = new FutureTask<Void>(this::ask, null);
                Thread.ofPlatform().daemon().start(client);
                clients.add(client);
            }
            for (FutureTask<Void> client : clients) {
                client.get();
            }
        }
        assertTrue(statuses.containsAll(Set.of(200, 206, 404)), "too little was seen: " + statuses);
    }

    private void ask() {
        long end = System.nanoTime() + TIME.toNanos();
        for (int i = 0; i < MOST_ROUNDS && System.nanoTime() < end; i++) {
            for (String path : new String[] {"/kernel", "/stable/x86_64/vmlinuz"}) {
                get(path);
                get(path, "Range", "bytes=100-");
                get(path, "Range", "bytes=0-199,300-499");
                assertNotEquals(304, get(path, "If-None-Match", '"' + hex + '"'), "the digest was confirmed");
                assertNotEquals(200, get(path, "If-Match", '"' + hex + '"'), "the digest was confirmed");
                head(path);
            }
            get("/stable/x86_64/vmlinuz.sha256");
            get("/stable/x86_64/SHA256SUMS");
            get("/manifest.json");
            assertNotEquals(200, get("/blobs/sha256/" + hex));
        }
    }

    private int get(String path, String... headers) {
        try (Response response = server.get(path, headers)) {
            return check(response, response.body().bytes());
        } catch (IOException e) {
            // Cut off: a failure that the client sees.
            return 0;
        }
    }

    private void head(String path) {
        try (Response response = server.provider().head(path)) {
            check(response, new byte[0]);
        } catch (IOException e) {
            // Cut off.
            return;
        }
    }

    private int check(Response response, byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String headers = response.headers().toString();
        String request = response.request().url() + " ";
        assertFalse(text.contains(SECRET), () -> request + "was answered with the secret: " + headers);
        // An answer that fails repeats the path, which may be that of the blob.
        String told = request.contains(hex) ? headers : headers + text;
        assertFalse(told.contains(hex) || told.contains(base64), () -> request + "told the digest: " + headers);
        statuses.add(response.code());
        return response.code();
    }
}
