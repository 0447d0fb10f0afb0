package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.DocsPage;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The manifest of files, whoever put them there. */
final class ManifestTest {
    private static final String PATH = "/stable/x86_64/manifest.json";

    private final SettableClock clock = new SettableClock();
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer(Map.of("provider.name", "rack-7"), clock);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Path remembered() {
        return server.scratch().resolve("data/artifacts/manifests/stable/x86_64.json");
    }

    private static Instant createdAt(JsonNode manifest) {
        return Instant.parse(manifest.path("created_at").asString());
    }

    private byte[] awaitChange(byte[] before) {
        return Await.value("another manifest", () -> {
            try (Response response = server.get(PATH)) {
                byte[] body = response.body().bytes();
                return response.code() == 200 && !Arrays.equals(before, body) ? body : null;
            }
        });
    }

    @Test
    void describesWhatIsServed() throws Exception {
        byte[] kernel = server.put("vmlinuz", 1000);
        byte[] other = server.put("a b.dtb", 2000);
        ArtifactServer.put(
                server.directory().resolve("initrd.img"),
                ArtifactServer.bytes(3000),
                Instant.parse("2031-02-03T04:05:06.7Z"));
        JsonNode manifest = server.awaitManifest();
        assertEquals(1, manifest.path("manifest_version").asInt());
        assertEquals("2031.02.03.040506", manifest.path("version").asString());
        assertEquals("stable", manifest.path("channel").asString());
        assertEquals("x86_64", manifest.path("arch").asString());
        assertEquals("rack-7", manifest.path("provider").path("name").asString());
        assertEquals(0, manifest.path("signatures").size());
        assertTrue(manifest.path("signatures").isArray());
        assertEquals(
                List.of("a b.dtb", "initramfs", "kernel"),
                List.copyOf(manifest.path("artifacts").propertyNames()));
        JsonNode entry = manifest.path("artifacts").path("kernel");
        assertEquals("vmlinuz", entry.path("filename").asString());
        assertEquals(
                "sha256:" + ArtifactServer.sha256(kernel), entry.path("hash").asString());
        assertEquals(1000, entry.path("size").asInt());
        for (JsonNode artifact : manifest.path("artifacts")) {
            byte[] byPath = server.body(artifact.path("path").asString());
            assertArrayEquals(byPath, server.body(artifact.path("blob").asString()));
            assertEquals(
                    "sha256:" + ArtifactServer.sha256(byPath),
                    artifact.path("hash").asString());
        }
        assertEquals(
                "/stable/x86_64/a%20b.dtb",
                manifest.path("artifacts").path("a b.dtb").path("path").asString());
        assertArrayEquals(other, server.body("/stable/x86_64/a%20b.dtb"));
        assertEquals(clock.instant().getEpochSecond(), createdAt(manifest).getEpochSecond());
        assertEquals(
                createdAt(manifest).plus(Duration.ofDays(30)),
                Instant.parse(manifest.path("expires_at").asString()));
    }

    @Test
    void fitsItsSchema() throws Exception {
        server.put("vmlinuz", 1000);
        server.put("ö €.dtb", 2000);
        String schema = DocsPage.read("manifest.schema.json").text();
        var validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON);
        String manifest = new String(server.awaitBody(PATH), StandardCharsets.UTF_8);
        assertEquals(List.of(), validator.validate(manifest, InputFormat.JSON));
        assertEquals(List.of(), validator.validate(DocsPage.read("manifest.md").block("json"), InputFormat.JSON));
        for (String wrong : new String[] {
            manifest.replace("\"manifest_version\":1", "\"manifest_version\":2"),
            manifest.replace("sha256:", "sha1:"),
            manifest.replace("\"size\":1000", "\"size\":-1"),
            manifest.replace("\"signatures\":[]", "\"signatures\":[{}]"),
            manifest.replace("\"version\":\"", "\"version\":\" ")
        }) {
            assertNotEquals(manifest, wrong);
            assertFalse(validator.validate(wrong, InputFormat.JSON).isEmpty(), wrong);
        }
    }

    @Test
    void hasTheHeadersOfADocumentThatIsAskedForAgain() throws Exception {
        server.put("vmlinuz", 1000);
        byte[] body = server.awaitBody(PATH);
        String etag = '"' + ArtifactServer.sha256(body) + '"';
        for (String path : new String[] {PATH, "/manifest.json", "/stable/amd64/manifest.json"}) {
            try (Response get = server.get(path);
                    Response head = server.provider().head(path)) {
                assertArrayEquals(body, get.body().bytes());
                for (Response response : List.of(get, head)) {
                    assertEquals(200, response.code());
                    assertEquals("application/json", response.header("Content-Type"));
                    assertEquals(Integer.toString(body.length), response.header("Content-Length"));
                    assertEquals("no-cache", response.header("Cache-Control"));
                    assertEquals(etag, response.header("ETag"));
                }
                assertEquals(createdAt(server.json(path)), get.headers().getInstant("Last-Modified"));
            }
            try (Response response = server.get(path, "If-None-Match", "W/" + etag)) {
                assertEquals(304, response.code());
                assertEquals(etag, response.header("ETag"));
                assertEquals("no-cache", response.header("Cache-Control"));
            }
            assertEquals(200, server.status(path, "If-None-Match", "\"x\""));
            assertEquals(412, server.status(path, "If-Match", "\"x\""));
        }
        try (Response first = server.get(PATH)) {
            assertEquals(304, server.status(PATH, "If-Modified-Since", first.header("Last-Modified")));
        }
    }

    @Test
    void aDateThatTwoManifestsHaveTellsNothing() throws Exception {
        server.put("vmlinuz", 1000);
        byte[] before = server.awaitBody(PATH);
        server.put("vmlinuz", 1001);
        awaitChange(before);
        try (Response response = server.get(PATH)) {
            assertEquals(200, server.status(PATH, "If-Modified-Since", response.header("Last-Modified")));
        }
    }

    @Test
    void namesTheDirectoryThatIsThere() throws Exception {
        ArtifactServer.put(
                server.root().resolve("edge/arm64/Image"),
                ArtifactServer.bytes(10),
                Instant.now().minusSeconds(60));
        for (String arch : new String[] {"arm64", "aarch64"}) {
            server.awaitBody("/edge/" + arch + "/manifest.json");
            assertEquals(
                    "arm64",
                    server.json("/edge/" + arch + "/manifest.json").path("arch").asString());
        }
    }

    @Test
    void thereIsNoneOfNothing() throws Exception {
        assertEquals(404, server.status("/manifest.json"));
        assertEquals(404, server.status(PATH));
        assertEquals(404, server.status("/no/x86_64/manifest.json"));
        assertEquals(404, server.status("/stable/manifest.json"));
        server.put(".hidden", 1);
        assertEquals(404, server.status(PATH));
    }

    @Test
    void isNotThereYetWhileADigestIsComputed() throws Exception {
        server.put("vmlinuz", 1000);
        server.awaitEtag("/kernel");
        putHuge("rootfs.img");
        for (String path : new String[] {PATH, "/manifest.json", "/blobs/sha256/" + "0".repeat(64)}) {
            try (Response response = server.get(path)) {
                assertEquals(503, response.code(), path);
                assertTrue(response.header("Retry-After").matches("[1-9][0-9]*"));
            }
        }
        // What is known is there all the same.
        assertEquals(200, server.status(Publishing.blob(ArtifactServer.bytes(1000))));
    }

    /** A file that takes a core some seconds to digest, and no room on the disk. */
    private void putHuge(String name) throws Exception {
        try (FileChannel sparse = FileChannel.open(
                server.directory().resolve(name),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[1]), (20L << 30) - 1);
        }
    }

    @Test
    void aFileOfItsNameIsNoArtifact() throws Exception {
        server.put("manifest.json", "forged".getBytes(StandardCharsets.UTF_8));
        assertEquals(404, server.status(PATH));
        server.put("vmlinuz", 1000);
        JsonNode manifest = server.awaitManifest();
        assertEquals(List.of("kernel"), List.copyOf(manifest.path("artifacts").propertyNames()));
        assertFalse(new String(server.body("/stable/x86_64/SHA256SUMS"), StandardCharsets.UTF_8).contains("manifest"));
        assertEquals(404, server.status("/stable/x86_64/manifest.json.sha256"));
        Await.until(
                "all digests to be known",
                () -> server.status(Publishing.blob("forged".getBytes(StandardCharsets.UTF_8))) == 404);
    }

    @Test
    void staysTheSameUntilSomethingChangesAlsoAcrossARestart() throws Exception {
        server.put("vmlinuz", 1000);
        byte[] first = server.awaitBody(PATH);
        clock.advance(Duration.ofDays(14));
        assertArrayEquals(first, server.awaitBody(PATH));
        server.restart();
        assertArrayEquals(first, server.awaitBody(PATH));

        server.put("vmlinuz", 1001);
        byte[] second = awaitChange(first);
        clock.advance(Duration.ofDays(1));
        server.set("provider.name", "rack-8");
        server.restart();
        byte[] third = awaitChange(second);
        server.set("provider.endpoints.artifacts.manifest.lifetime", "10d");
        server.restart();
        awaitChange(third);
    }

    @Test
    void isRenewedWhenHalfOfItsLifetimeIsOver() throws Exception {
        server.put("vmlinuz", 1000);
        Instant created = createdAt(server.awaitManifest());
        clock.advance(Duration.ofDays(15).minusSeconds(2));
        assertEquals(created, createdAt(server.awaitManifest()));
        clock.advance(Duration.ofSeconds(2));
        JsonNode renewed = server.awaitManifest();
        assertEquals(clock.instant().getEpochSecond(), createdAt(renewed).getEpochSecond());
        assertEquals(
                createdAt(renewed).plus(Duration.ofDays(30)),
                Instant.parse(renewed.path("expires_at").asString()));
        clock.advance(Duration.ofDays(20));
        server.restart();
        assertTrue(createdAt(server.awaitManifest()).isAfter(createdAt(renewed)));
    }

    @Test
    void isNeverDatedBeforeTheOneBeforeIt() throws Exception {
        server.put("vmlinuz", 1000);
        byte[] first = server.awaitBody(PATH);
        Instant created = createdAt(server.json(PATH));
        clock.advance(Duration.ofDays(-1));
        assertArrayEquals(first, server.awaitBody(PATH));
        server.put("vmlinuz", 1001);
        awaitChange(first);
        assertEquals(created, createdAt(server.json(PATH)));
        server.put("vmlinuz", 1002);
        server.restart();
        assertEquals(created, createdAt(server.awaitManifest()));
    }

    @Test
    void doesNotNeedTheDataDirectory() throws Exception {
        Path file = Files.createFile(server.scratch().resolve("file"));
        try (var other = new ArtifactServer(Map.of("provider.data", file.toString()))) {
            other.put("vmlinuz", 1000);
            byte[] first = other.awaitBody(PATH);
            assertArrayEquals(first, other.awaitBody(PATH));
        }
    }

    @Test
    void aDamagedFileIsNotBelieved() throws Exception {
        server.put("vmlinuz", 1000);
        byte[] good = server.awaitBody(PATH);
        String forged = new String(good, StandardCharsets.UTF_8).replace("\"size\":1000", "\"size\":1001");
        for (String damaged : new String[] {"", "{", "null", forged}) {
            server.restartAfter(() -> Files.writeString(remembered(), damaged));
            assertArrayEquals(good, server.awaitBody(PATH), damaged);
            assertArrayEquals(good, Files.readAllBytes(remembered()), damaged);
        }
        try (Stream<Path> files = Files.list(remembered().getParent())) {
            assertEquals(List.of(remembered()), files.toList());
        }
    }

    @Test
    void whatCannotBeAskedForIsNotInIt() throws Exception {
        server.put("vmlinuz", 1000);
        server.put("kernel", 2000);
        server.put("line\nbreak", 3000);
        JsonNode manifest = server.awaitManifest();
        assertEquals(List.of("kernel"), List.copyOf(manifest.path("artifacts").propertyNames()));
        assertEquals(
                "vmlinuz",
                manifest.path("artifacts").path("kernel").path("filename").asString());
    }
}
