package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server finds in its data directory is held against whose it is and what it says before it is used. */
final class RememberedTest {
    private static final String KEYS = "provider.endpoints.artifacts.manifest.signing-keys";
    private static final String MANIFEST = "/stable/x86_64/manifest.json";
    private static final String PLANTED = "0".repeat(64);

    @TempDir
    private Path scratch;

    private ArtifactServer server;
    private String etag;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        server.put("vmlinuz", 1000);
        etag = server.awaitEtag("/kernel");
        Await.until("it to be remembered", () -> Files.exists(digests()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Path memory() {
        return server.scratch().resolve("data/state/artifacts");
    }

    private Path digests() {
        return memory().resolve("digests");
    }

    private Path manifest() {
        return memory().resolve("manifests/stable/x86_64.json");
    }

    private void plantDigest() throws IOException {
        String line = Files.readString(digests());
        Files.writeString(digests(), line.replaceAll("(?m)^[0-9a-f]{64}", PLANTED));
    }

    private static Instant createdAt(byte[] manifest) {
        String text = new String(manifest, StandardCharsets.UTF_8);
        return Instant.parse(text.replaceAll("(?s).*\"created_at\":\"([^\"]*)\".*", "$1"));
    }

    @Test
    void itsOwnDigestIsBelieved() throws Exception {
        server.restartAfter(this::plantDigest);
        assertEquals('"' + PLANTED + '"', server.awaitEtag("/kernel"));
    }

    @Test
    void aDigestThatSomebodyElseHasWrittenIsNot() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files to somebody else");
        try (var log = new CapturedLog()) {
            server.restartAfter(() -> {
                plantDigest();
                Files.setAttribute(digests(), "unix:uid", 12_345);
            });
            assertEquals(etag, server.awaitEtag("/kernel"));
            assertEquals(1, log.count("owner uid 12345"), log.text());
        }
    }

    @Test
    void aDigestThatOthersCanWriteIsNot() throws Exception {
        server.restartAfter(() -> {
            plantDigest();
            Files.setPosixFilePermissions(digests(), PosixFilePermissions.fromString("rw-rw-rw-"));
        });
        assertEquals(etag, server.awaitEtag("/kernel"));
        Await.until("a file of its own", () -> Files.readString(digests()).startsWith(etag.substring(1, 65)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(digests())));
    }

    @Test
    void noLinkIsReadOrWrittenThrough() throws Exception {
        Path foreign = scratch.resolve("foreign");
        server.restartAfter(() -> {
            plantDigest();
            Files.move(digests(), foreign);
            Files.createSymbolicLink(digests(), foreign);
            Files.createSymbolicLink(memory().resolve(".digests.new"), foreign);
            Files.createSymbolicLink(memory().resolve("digests.new"), foreign);
        });
        assertEquals(etag, server.awaitEtag("/kernel"));
        Await.until("a file in its place", () -> Files.isRegularFile(digests(), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.readString(foreign).startsWith(PLANTED), Files.readString(foreign));
    }

    @Test
    void oneMoreIsAddedToTheFile() throws Exception {
        Object file = key(digests());
        server.put("initrd", 1000);
        String further = server.awaitEtag("/initramfs");
        Await.until("both to be remembered", () -> Files.readAllLines(digests()).size() == 2);
        assertEquals(file, key(digests()), "the file was written anew");
        assertEquals(
                List.of(etag, further),
                Files.readAllLines(digests()).stream()
                        .map(line -> '"' + line.substring(0, 64) + '"')
                        .toList());
    }

    @Test
    void whatACrashHasLeftUnfinishedIsNotTakenForMore() throws Exception {
        server.restartAfter(() ->
                Files.writeString(digests(), Files.readString(digests()).substring(0, 100), StandardOpenOption.APPEND));
        server.put("initrd", 1000);
        String further = server.awaitEtag("/initramfs");
        Await.until("a line of its own", () -> Files.readString(digests()).contains("\n" + further.substring(1, 65)));
        assertEquals(etag, server.awaitEtag("/kernel"));
    }

    @Test
    void aFileThatSomebodyHasReplacedIsWrittenAnew() throws Exception {
        Files.delete(digests());
        server.put("initrd", 1000);
        server.awaitEtag("/initramfs");
        Await.until(
                "both to be remembered",
                () -> Files.exists(digests()) && Files.readAllLines(digests()).size() == 2);
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Test
    void noDirectoryIsReachedThroughALink() throws Exception {
        Path foreign = Files.createDirectories(scratch.resolve("foreign"));
        server.restartAfter(() -> Files.createSymbolicLink(memory().resolve("manifests"), foreign));
        server.awaitBody(MANIFEST);
        server.restartAfter(() -> {});
        server.awaitBody(MANIFEST);
        try (var files = Files.list(foreign)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void anUnsignedManifestFromTheFutureIsNotBelieved() throws Exception {
        byte[] first = server.awaitBody(MANIFEST);
        server.restartAfter(() -> Files.writeString(
                manifest(),
                Files.readString(manifest()).replaceAll("\"created_at\":\"\\d{4}", "\"created_at\":\"2099")));
        assertTrue(
                createdAt(server.awaitBody(MANIFEST)).isBefore(createdAt(first).plusSeconds(600)));
    }

    @Test
    void aManifestThatAnotherKeyHasSignedIsNotBelieved() throws Exception {
        KeyFiles.generate(scratch.resolve("release.key"), scratch.resolve("release.pub"));
        KeyFiles.generate(scratch.resolve("other.key"), scratch.resolve("other.pub"));
        server.set(KEYS, scratch.resolve("release.key").toString());
        server.restart();
        byte[] own = server.awaitBody(MANIFEST);
        byte[] planted = plantedBy("other.key");
        server.restartAfter(() -> Files.write(manifest(), planted));
        assertTrue(createdAt(server.awaitBody(MANIFEST)).isBefore(createdAt(own).plusSeconds(600)));
        byte[] unsigned = new String(own, StandardCharsets.UTF_8)
                .replaceAll("\"created_at\":\"\\d{4}", "\"created_at\":\"2099")
                .getBytes(StandardCharsets.UTF_8);
        server.restartAfter(() -> Files.write(manifest(), unsigned));
        assertTrue(createdAt(server.awaitBody(MANIFEST)).isBefore(createdAt(own).plusSeconds(600)));
    }

    /** What a server with another key, and a clock that is a year ahead, has made of the same artifact. */
    private byte[] plantedBy(String key) throws Exception {
        var ahead = new SettableClock();
        ahead.advance(Duration.ofDays(365));
        try (var other = new ArtifactServer(Map.of(KEYS, scratch.resolve(key).toString()), ahead)) {
            other.put("vmlinuz", 1000);
            return other.awaitBody(MANIFEST);
        }
    }

    @Test
    void aManifestOfAnotherChannelIsNotBelieved() throws Exception {
        byte[] first = server.awaitBody(MANIFEST);
        try (var log = new CapturedLog()) {
            server.restartAfter(() -> Files.writeString(
                    manifest(),
                    Files.readString(manifest()).replace("\"channel\":\"stable\"", "\"channel\":\"other\"")));
            assertEquals("stable", server.awaitManifest().path("channel").asString());
            assertEquals(1, log.count("it is of other/x86_64, not of stable/x86_64"), log.text());
        }
        assertFalse(createdAt(server.awaitBody(MANIFEST)).isBefore(createdAt(first)));
    }

    @Test
    void whatVersion010RememberedIsTakenOver() throws Exception {
        // By default its data directory was the one above the artifacts, and its directory there the artifacts'.
        server.set("provider.data", server.scratch().toString());
        byte[] before = server.awaitBody(MANIFEST);
        server.restartAfter(() -> {
            plantDigest();
            Files.move(digests(), server.root().resolve("digests"));
            Files.move(memory().resolve("manifests"), server.root().resolve("manifests"));
        });
        // Not computed: a planted one is how it shows.
        assertEquals('"' + PLANTED + '"', server.awaitEtag("/kernel"));
        assertNotEquals('"' + PLANTED + '"', etag);
        Path now = server.scratch().resolve("state/artifacts/manifests/stable/x86_64.json");
        assertArrayEquals(before, Files.readAllBytes(now));
        assertEquals(404, server.status("/manifests/stable/x86_64.json"));
        assertFalse(Files.exists(server.root().resolve("digests")));
    }

    @Test
    void theDateOfTheManifestStays() throws Exception {
        server.set("provider.data", server.scratch().toString());
        byte[] before = server.awaitBody(MANIFEST);
        server.restartAfter(
                () -> Files.move(memory().resolve("manifests"), server.root().resolve("manifests")));
        assertArrayEquals(before, server.awaitBody(MANIFEST));
    }

    @Test
    void whatOthersMayHaveWrittenIsNotTakenOver() throws Exception {
        server.set("provider.data", server.scratch().toString());
        Path old = server.root().resolve("digests");
        try (var log = new CapturedLog()) {
            server.restartAfter(() -> {
                plantDigest();
                Files.move(digests(), old);
                Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-rw-rw-"));
            });
            assertEquals(etag, server.awaitEtag("/kernel"));
            assertEquals(1, log.count(old + " is of an earlier version, and not taken over"), log.text());
        }
    }

    @Test
    void aChannelNamedManifestsStaysOne() throws Exception {
        server.set("provider.data", server.scratch().toString());
        server.restartAfter(() -> ArtifactServer.put(
                server.root().resolve("manifests/x86_64/vmlinuz"),
                ArtifactServer.bytes(10),
                Instant.now().minusSeconds(60)));
        assertEquals(200, server.status("/manifests/x86_64/vmlinuz"));
    }
}
