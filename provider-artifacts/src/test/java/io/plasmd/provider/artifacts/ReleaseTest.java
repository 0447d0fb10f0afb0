package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.server.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Releases while a server runs: their manifests, their files by digest, and what is said of them. */
final class ReleaseTest {
    private static final String PATH = "/stable/x86_64/manifest.json";

    private ArtifactServer server;
    private Publishing publishing;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        publishing = new Publishing(server, 3);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static Map<String, byte[]> files(int size) {
        return Map.of("vmlinuz", ArtifactServer.bytes(size), "initrd.img", ArtifactServer.bytes(size + 1));
    }

    /** One that keeps its file mapped can change it without a trace, and has the manifests of others lead to it. */
    @Test
    void ofTwoFilesWithOneDigestThatIsSentWhichOthersCannotWrite() throws Exception {
        byte[] kernel = ArtifactServer.bytes(70_000);
        Path writable =
                Files.createDirectories(server.root().resolve("aaa/x86_64")).resolve("vmlinuz");
        Files.write(writable, kernel);
        Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setLastModifiedTime(writable, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        server.awaitEtag("/aaa/x86_64/vmlinuz");
        try (Response alone = server.get(Publishing.blob(kernel))) {
            assertEquals("Thu, 01 Jan 2026 00:00:00 GMT", alone.header("Last-Modified"));
        }
        publishing.publish("1", Map.of("vmlinuz", kernel));
        server.awaitEtag("/stable/x86_64/vmlinuz");
        Await.until("the file of the release to be sent", () -> {
            try (Response both = server.get(Publishing.blob(kernel))) {
                return both.code() == 200 && !"Thu, 01 Jan 2026 00:00:00 GMT".equals(both.header("Last-Modified"));
            }
        });
    }

    @Test
    void aPublishedReleaseHasItsManifestAtOnce() throws Exception {
        Release release = publishing.publish("2026.11.22", files(1000));
        JsonNode manifest = server.json(PATH);
        assertEquals("2026.11.22", manifest.path("version").asString());
        assertEquals(
                "sha256:" + ArtifactServer.sha256(ArtifactServer.bytes(1000)),
                manifest.path("artifacts").path("kernel").path("hash").asString());
        assertEquals(
                "2026.11.22",
                server.json("/stable/amd64/manifest.json").path("version").asString());
        assertTrue(Files.exists(release.directory()));
    }

    @Test
    void digestsOnRecordAreTakenOverAndNotComputed() throws Exception {
        String forged = "f".repeat(64);
        server.restartAfter(() -> {
            Release release = publishing.publish("1", files(1000));
            // What is on record, not what is computed, shows: a digest that no content has.
            Path record = release.directory().resolve(".release.json");
            String right = ArtifactServer.sha256(ArtifactServer.bytes(1000));
            Files.writeString(record, Files.readString(record).replace(right, forged));
        });
        try (Response head = server.provider().head("/stable/x86_64/kernel")) {
            assertEquals('"' + forged + '"', head.header("ETag"));
        }
    }

    @Test
    void aFileThatIsNoLongerWhatWasPublishedIsDigestedAnew() throws Exception {
        Release release = publishing.publish("1", files(1000));
        byte[] changed = ArtifactServer.bytes(999);
        ArtifactServer.put(
                release.directory().resolve("vmlinuz"), changed, Instant.now().minusSeconds(60));
        JsonNode manifest = Await.value("the new digest", () -> {
            JsonNode now = server.awaitManifest();
            return now.path("artifacts").path("kernel").path("size").asInt() == 999 ? now : null;
        });
        assertEquals(
                "sha256:" + ArtifactServer.sha256(changed),
                manifest.path("artifacts").path("kernel").path("hash").asString());
        assertArrayEquals(changed, server.body(Publishing.blob(changed)));
        assertEquals(404, server.status(Publishing.blob(ArtifactServer.bytes(1000))));
    }

    @Test
    void filesOfKeptReleasesAreThereByDigest() throws Exception {
        publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        publishing.publish("3", files(3000));
        for (int size : new int[] {1000, 2000, 3000}) {
            byte[] kernel = ArtifactServer.bytes(size);
            String blob = Publishing.blob(kernel);
            try (Response get = server.get(blob)) {
                assertEquals(200, get.code());
                assertArrayEquals(kernel, get.body().bytes());
                assertEquals("public, max-age=31536000, immutable", get.header("Cache-Control"));
                assertEquals('"' + ArtifactServer.sha256(kernel) + '"', get.header("ETag"));
                assertEquals(ArtifactServer.sha256(kernel), get.header("X-Content-SHA256"));
                assertEquals("vmlinuz", get.header("X-Artifact-Name"));
                assertEquals("application/octet-stream", get.header("Content-Type"));
                assertEquals(List.of("bytes"), get.headers("Accept-Ranges"));
            }
            try (Response head = server.provider().head(blob)) {
                assertEquals(200, head.code());
                assertEquals(Integer.toString(size), head.header("Content-Length"));
            }
            try (Response part = server.get(blob, "Range", "bytes=10-19")) {
                assertEquals(206, part.code());
                assertArrayEquals(
                        Arrays.copyOfRange(kernel, 10, 20), part.body().bytes());
            }
            try (Response known = server.get(blob, "If-None-Match", '"' + ArtifactServer.sha256(kernel) + '"')) {
                assertEquals(304, known.code());
                assertEquals("public, max-age=31536000, immutable", known.header("Cache-Control"));
            }
            assertEquals(412, server.status(blob, "If-Match", "\"x\""));
            assertEquals(416, server.status(blob, "Range", "bytes=9999-"));
        }
        // The oldest goes, and with it what only it had.
        publishing.publish("4", files(4000));
        assertEquals(404, server.status(Publishing.blob(ArtifactServer.bytes(1000))));
        assertEquals(200, server.status(Publishing.blob(ArtifactServer.bytes(2000))));
    }

    @Test
    void whatIsInNoReleaseIsThereByDigestToo() throws Exception {
        byte[] content = ArtifactServer.bytes(500);
        ArtifactServer.put(
                server.root().resolve("edge/x86_64/grubx64.efi"),
                content,
                Instant.now().minusSeconds(60));
        assertArrayEquals(content, server.awaitBody(Publishing.blob(content)));
        try (Response response = server.get(Publishing.blob(content))) {
            assertEquals("application/efi", response.header("Content-Type"));
        }
    }

    @Test
    void whatIsNoDigestOrNotKnownIsNotThere() throws Exception {
        publishing.publish("1", files(1000));
        String hex = ArtifactServer.sha256(ArtifactServer.bytes(1000));
        for (String path : new String[] {
            "/blobs/sha256/" + "0".repeat(64),
            "/blobs/sha256/" + hex.toUpperCase(Locale.ROOT),
            "/blobs/sha256/" + hex.substring(1),
            "/blobs/sha256/" + hex + "0",
            "/blobs/sha256/",
            "/blobs/sha512/" + hex,
            "/blobs/" + hex
        }) {
            try (Response response = server.get(path)) {
                assertEquals(404, response.code(), path);
                assertEquals("no-store", response.header("Cache-Control"));
            }
        }
    }

    @Test
    void aBlobThatWasReplacedIsNotServedUnderTheOldDigest() throws Exception {
        byte[] old = ArtifactServer.bytes(1000);
        Path file = server.root().resolve("edge/x86_64/vmlinuz");
        ArtifactServer.put(file, old, Instant.now().minusSeconds(60));
        assertArrayEquals(old, server.awaitBody(Publishing.blob(old)));
        FileTime time = Files.getLastModifiedTime(file);
        Files.write(file, ArtifactServer.bytes(1001));
        Files.setLastModifiedTime(file, time);
        assertTrue(List.of(404, 503).contains(server.status(Publishing.blob(old))));
        Await.until("the new one", () -> server.status(Publishing.blob(ArtifactServer.bytes(1001))) == 200);
        assertEquals(404, server.status(Publishing.blob(old)));
    }

    @Test
    void whatLiesOutsideOfTheRootIsNoBlob() throws Exception {
        Release release = publishing.publish("1", files(1000));
        byte[] secret = ArtifactServer.bytes(77);
        Path outside = Files.write(server.scratch().resolve("secret"), secret);
        Files.createSymbolicLink(release.directory().resolve("link"), outside);
        publishing.publish("2", files(2000));
        Path elsewhere = server.scratch().resolve("elsewhere");
        Files.move(release.directory(), elsewhere);
        Files.createSymbolicLink(release.directory(), elsewhere);
        assertEquals(404, server.status(Publishing.blob(secret)));
        assertEquals(404, server.status(Publishing.blob(ArtifactServer.bytes(1000))));
    }

    @Test
    void aReleaseIsKeptWhileAFileOfItIsOnItsWay() throws Exception {
        byte[] kernel = ArtifactServer.bytes(8_000_000);
        Release old = publishing.publish("1", Map.of("vmlinuz", kernel));
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "")) {
            publishing.publish("2", files(2000), 1);
            assertTrue(Files.exists(old.directory()));
            assertEquals(206, server.status(Publishing.blob(kernel), "Range", "bytes=0-0"));
            assertArrayEquals(kernel, download.rest());
        }
        awaitMetric("provider_active_downloads 0.0");
        publishing.publish("3", files(3000), 1);
        assertFalse(Files.exists(old.directory()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyManifestIsOfOneReleaseAndAllThatItNamesIsThere(boolean rollbacks) throws Exception {
        publishing.publish("0", files(1000));
        var stop = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(readers.submit(() -> readManifests(stop)));
            }
            try {
                for (int n = 1; n <= 30; n++) {
                    publishing.publish(Integer.toString(n), files(1000 + 2 * n));
                    if (rollbacks) {
                        publishing.rollback(Integer.toString(n - 1));
                        publishing.rollback(Integer.toString(n));
                    }
                    assertEquals(
                            Integer.toString(n),
                            server.json(PATH).path("version").asString());
                }
            } finally {
                stop.set(true);
            }
            for (Future<Integer> result : results) {
                assertTrue(result.get() > 10);
            }
        }
    }

    private int readManifests(AtomicBoolean stop) throws Exception {
        int read = 0;
        while (!stop.get()) {
            JsonNode manifest = server.json(PATH);
            int release = Integer.parseInt(manifest.path("version").asString());
            assertEquals(2, manifest.path("artifacts").size(), manifest::toString);
            for (JsonNode artifact : manifest.path("artifacts")) {
                // Size and content go with the release, so that a mixture shows.
                int expected = 1000
                        + 2 * release
                        + (artifact.path("filename").asString().equals("vmlinuz") ? 0 : 1);
                assertEquals(expected, artifact.path("size").asInt());
                try (Response blob = server.get(artifact.path("blob").asString())) {
                    byte[] content = blob.body().bytes();
                    // Three are kept: this reader may have been that slow.
                    if (blob.code() == 404 && isGone(release)) {
                        continue;
                    }
                    assertEquals(200, blob.code(), manifest::toString);
                    assertArrayEquals(ArtifactServer.bytes(expected), content);
                }
            }
            read++;
        }
        return read;
    }

    private boolean isGone(int release) {
        return !Files.exists(server.root().resolve(".releases/stable/x86_64/" + release));
    }

    @Test
    void theMetricsHaveReleasesAndTheExpiryOfTheirManifests() throws Exception {
        publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        awaitMetric("provider_releases_kept 2.0");
        awaitMetric("provider_signing_keys 0.0");
        long expiry =
                Instant.parse(server.json(PATH).path("expires_at").asString()).getEpochSecond();
        awaitMetric("provider_manifest_expiry_timestamp_seconds{release=\"stable/x86_64\"} " + (double) expiry);
    }

    private void awaitMetric(String line) {
        Await.until(
                line, () -> new String(server.body("/metrics"), StandardCharsets.UTF_8).contains("\n" + line + "\n"));
    }

    @Test
    void manifestsAndBlobsAreCountedAsSuch() throws Exception {
        publishing.publish("1", files(1000));
        server.body(PATH);
        server.body(Publishing.blob(ArtifactServer.bytes(1000)));
        Await.until("both to be counted", () -> {
            String metrics = new String(server.body("/metrics"), StandardCharsets.UTF_8);
            return metrics.contains("artifact=\"manifest\",method=\"GET\",status=\"200\"")
                    && metrics.contains("artifact=\"blob\",method=\"GET\",status=\"200\"")
                    && metrics.contains("\nprovider_downloads_completed_total 1.0\n");
        });
    }

    @Test
    void aFetchedReleaseKeepsTheManifestOfItsOrigin() throws Exception {
        Path key = server.scratch().resolve("release.key");
        KeyFiles.generate(key, server.scratch().resolve("release.pub"));
        byte[] signed;
        try (var origin =
                new ArtifactServer(Map.of("provider.endpoints.artifacts.manifest.signing-keys", key.toString()))) {
            new Publishing(origin, 3).publish("1", files(1000));
            signed = origin.body(PATH);
        }
        Release release = publishing.publish("1", files(1000));
        byte[] own = server.body(PATH);
        assertFalse(Arrays.equals(signed, own));
        Files.write(release.directory().resolve(".manifest.json"), signed);
        assertArrayEquals(signed, server.body(PATH));

        // With a key of its own it vouches for what it has.
        server.set("provider.endpoints.artifacts.manifest.signing-keys", key.toString());
        server.set("provider.name", "mirror");
        server.restart();
        assertEquals("mirror", server.json(PATH).path("provider").path("name").asString());
        server.set("provider.endpoints.artifacts.manifest.signing-keys", "");
        server.restart();
        assertArrayEquals(signed, server.body(PATH));

        // Of other files it says nothing.
        server.put("board.dtb", 10);
        JsonNode changed = server.awaitManifest();
        assertEquals("mirror", changed.path("provider").path("name").asString());
        assertEquals(3, changed.path("artifacts").size());
        assertNull(JsonMapper.shared().readTree(signed).get("artifacts").get("board.dtb"));
    }

    @Test
    void aRestartFindsEverythingAgain() throws Exception {
        publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        byte[] manifest = server.body(PATH);
        server.restart();
        assertArrayEquals(ArtifactServer.bytes(1000), server.body(Publishing.blob(ArtifactServer.bytes(1000))));
        assertArrayEquals(manifest, server.body(PATH));
        Path digests = server.scratch().resolve("data/state/artifacts/digests");
        server.restart();
        awaitMetric("provider_releases_kept 2.0");
        assertTrue(Files.readString(digests).contains(".releases/stable/x86_64/1/vmlinuz"));
        assertEquals(
                "channel stable, arch x86_64, 2 artifacts", server.provider().readyNotes());
    }
}
