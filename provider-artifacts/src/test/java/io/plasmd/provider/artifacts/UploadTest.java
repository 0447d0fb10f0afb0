package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that pause: nothing vouches for half of a file. */
final class UploadTest {
    private static final String REST = "provider.endpoints.artifacts.digest.upload-rest";
    private static final byte[] WHOLE = ArtifactServer.bytes(300_000);

    private static void append(Path file, byte[] part) throws IOException {
        Files.write(file, part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** One that has looked, so that what comes from now on is new. */
    private static ArtifactServer start(String rest) throws Exception {
        var server = new ArtifactServer(Map.of(REST, rest));
        server.put("initrd", 10);
        server.awaitEtag("/initramfs");
        server.awaitManifest();
        return server;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 100_000, 299_999})
    void whatIsStillBeingWrittenIsServedButInNoSumsAndNotSigned(int first) throws Exception {
        try (var server = start("1h")) {
            Path kernel = server.directory().resolve("vmlinuz");
            append(kernel, Arrays.copyOf(WHOLE, first));
            if (first == 100) {
                // Written at once, as it seems, until it grows.
                Await.until("it is met", () -> server.status("/kernel") == 200);
                append(kernel, Arrays.copyOfRange(WHOLE, first, 200));
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            while (System.nanoTime() < end) {
                for (String path : new String[] {"/manifest.json", "/stable/x86_64/SHA256SUMS"}) {
                    assertEquals(503, server.status(path), path);
                }
                assertEquals(503, server.status("/stable/x86_64/vmlinuz.sha256"));
            }
            try (Response response = server.get("/kernel")) {
                assertEquals(200, response.code());
                assertNull(response.header("ETag"));
                assertNull(response.header("X-Content-SHA256"));
                assertEquals(Files.size(kernel), response.body().bytes().length);
            }
        }
    }

    /** Before it has looked for the first time since it is ready. */
    @Test
    void whatComesRightAfterTheStartRestsAsWell() throws Exception {
        try (var server = new ArtifactServer(Map.of(REST, "1h"))) {
            append(server.directory().resolve("vmlinuz"), WHOLE);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            while (System.nanoTime() < end) {
                assertEquals(503, server.status("/stable/x86_64/vmlinuz.sha256"));
            }
            assertEquals(503, server.status("/manifest.json"));
        }
    }

    @Test
    void onceItHasRestedTheWholeIsSigned() throws Exception {
        try (var server = start("400ms")) {
            Path kernel = server.directory().resolve("vmlinuz");
            for (int at = 0; at < WHOLE.length; at += 100_000) {
                append(kernel, Arrays.copyOfRange(WHOLE, at, at + 100_000));
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
                while (System.nanoTime() < end) {
                    assertEquals(503, server.status("/manifest.json"));
                }
            }
            assertTrue(new String(server.awaitBody("/stable/x86_64/SHA256SUMS"), StandardCharsets.UTF_8)
                    .contains(ArtifactServer.sha256(WHOLE)));
            assertArrayEquals(WHOLE, server.body("/kernel"));
        }
    }

    @Test
    void whatIsRenamedIntoPlaceIsComplete() throws Exception {
        try (var server = start("1h")) {
            server.put("vmlinuz", WHOLE);
            server.awaitEtag("/kernel");
        }
    }

    @Test
    void whatWasThereBeforeTheStartIsComplete() throws Exception {
        try (var server = start("1h")) {
            server.restartAfter(() -> append(server.directory().resolve("vmlinuz"), WHOLE));
            server.awaitEtag("/kernel");
        }
    }

    @Test
    void withoutARestEverythingIsDigestedAtOnce() throws Exception {
        try (var server = start("0s")) {
            append(server.directory().resolve("vmlinuz"), WHOLE);
            server.awaitEtag("/kernel");
        }
    }

    /** Nobody can tell there whether it was renamed; what grows is an upload all the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereTimesHaveStepsOfSecondsOnlyWhatGrowsRestsForLong(boolean fat) throws Exception {
        try (var disk = fat ? LoopDisk.vfat() : LoopDisk.smallInodes()) {
            Path directory = Files.createDirectories(Path.of(disk.path(), "stable/x86_64"));
            append(directory.resolve("initrd"), WHOLE);
            try (var server =
                    new ArtifactServer(Map.of(REST, "1h", "provider.endpoints.artifacts.directory", disk.path()))) {
                server.awaitEtag("/initramfs");
                server.awaitManifest();
                Path kernel = directory.resolve("vmlinuz");
                append(kernel, WHOLE);
                server.awaitEtag("/kernel");
                server.awaitManifest();

                append(kernel, WHOLE);
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
                while (System.nanoTime() < end) {
                    assertEquals(503, server.status("/manifest.json"));
                }
            }
        }
    }
}
