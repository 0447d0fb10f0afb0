package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files in directories below that of an architecture, as GRUB, shim and a Raspberry Pi ask for them. */
final class NestedNamesTest {
    private static final String LOADER = "EFI/BOOT/BOOTX64.EFI";

    private ArtifactServer server;
    private byte[] loader;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        server.put("vmlinuz", 100);
        loader = server.put(LOADER, 3000);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String path(String name) {
        return ArtifactServer.RELEASE + name;
    }

    private Map<String, String> sums() {
        String sums = new String(server.awaitBody(path("SHA256SUMS")), StandardCharsets.UTF_8);
        Map<String, String> byName = new HashMap<>();
        sums.lines().forEach(line -> byName.put(line.substring(66), line.substring(0, 64)));
        return byName;
    }

    private Set<String> inTheManifest() {
        Set<String> names = new TreeSet<>();
        server.awaitManifest()
                .path("artifacts")
                .forEach(entry -> names.add(entry.path("filename").asString()));
        return names;
    }

    private Set<String> listed() {
        return sums().keySet();
    }

    @Test
    void areServedAsAnyOthers() throws Exception {
        String etag = server.awaitEtag(path(LOADER));
        try (Response response = server.get(path(LOADER))) {
            assertEquals(200, response.code());
            assertEquals("application/octet-stream", response.header("Content-Type"));
            assertEquals(LOADER, response.header("X-Artifact-Name"));
            assertEquals("bytes", response.header("Accept-Ranges"));
            assertArrayEquals(loader, response.body().bytes());
        }
        assertEquals(206, server.status(path(LOADER), "Range", "bytes=5-9"));
        assertEquals(304, server.status(path(LOADER), "If-None-Match", etag));
        assertEquals(412, server.status(path(LOADER), "If-Match", "\"another\""));
        assertArrayEquals(loader, server.body("/stable/amd64/" + LOADER));
        assertArrayEquals(loader, server.body("//stable//x86_64///EFI/BOOT//BOOTX64.EFI"));
        assertArrayEquals(loader, server.body("/blobs/sha256/" + ArtifactServer.sha256(loader)));
    }

    @Test
    void areInAllThatIsSaidOfADirectory() throws Exception {
        String digest = ArtifactServer.sha256(loader);
        assertEquals(digest, sums().get(LOADER));
        assertEquals(Set.of("vmlinuz", LOADER), inTheManifest());
        for (JsonNode entry : server.awaitManifest().path("artifacts")) {
            assertEquals(200, server.status(entry.path("path").asString()), entry::toString);
        }
        // For whoever has both in one directory, as systemd-pull and sha256sum -c do.
        assertEquals(
                digest + "  BOOTX64.EFI\n",
                new String(server.awaitBody(path(LOADER + ".sha256")), StandardCharsets.UTF_8));
        String metrics = new String(server.body("/metrics"), StandardCharsets.UTF_8);
        assertTrue(metrics.contains("artifact=\"other\""), metrics);
        assertFalse(metrics.contains("BOOTX64"), metrics);
    }

    @Test
    void whatIsCalledLikeTheSumsIsOneOfThemOnlyAtTheTop() throws Exception {
        byte[] brought = server.put("tree/SHA256SUMS", 10);
        byte[] manifest = server.put("tree/manifest.json", 11);
        server.put("tree/a.sha256", 12);
        server.put("tree/vmlinuz", 13);
        assertEquals(
                Set.of("vmlinuz", LOADER, "tree/SHA256SUMS", "tree/manifest.json", "tree/vmlinuz"), inTheManifest());
        assertArrayEquals(brought, server.body(path("tree/SHA256SUMS")));
        assertArrayEquals(manifest, server.body(path("tree/manifest.json")));
        assertEquals(12, server.body(path("tree/a.sha256")).length);
        // Roles are for what lies at the top.
        assertEquals(404, server.status(path("tree/kernel")));
        assertEquals(100, server.body("/kernel").length);
        Files.delete(server.directory().resolve("vmlinuz"));
        assertEquals(404, server.status("/kernel"));
    }

    @Test
    void comeChangeAndGoWithTheirDirectories() throws Exception {
        server.awaitBody(path("SHA256SUMS"));
        byte[] module = server.put("grub/x86_64-efi/normal.mod", 200);
        assertArrayEquals(module, server.body(path("grub/x86_64-efi/normal.mod")));
        Await.until("listed", () -> listed().contains("grub/x86_64-efi/normal.mod"));
        assertEquals(ArtifactServer.sha256(module), sums().get("grub/x86_64-efi/normal.mod"));
        byte[] other = server.put("grub/x86_64-efi/normal.mod", 201);
        assertEquals(ArtifactServer.sha256(other), sums().get("grub/x86_64-efi/normal.mod"));
        Files.move(server.directory().resolve("grub"), server.directory().resolve("boot"));
        Await.until("listed", () -> listed().equals(Set.of("vmlinuz", LOADER, "boot/x86_64-efi/normal.mod")));
        // What is moved is watched under its new name.
        server.put("boot/x86_64-efi/more.mod", 202);
        Await.until("listed", () -> listed().contains("boot/x86_64-efi/more.mod"));
        assertEquals(503, server.status(path("grub/x86_64-efi/normal.mod")));
        Await.until("gone", () -> server.status(path("grub/x86_64-efi/normal.mod")) == 404);
        Files.delete(server.directory().resolve("boot/x86_64-efi/normal.mod"));
        assertEquals(404, server.status(path("boot/x86_64-efi/normal.mod")));
        assertEquals(Set.of("vmlinuz", LOADER, "boot/x86_64-efi/more.mod"), sums().keySet());
    }

    @Test
    void aDirectoryThatIsExchangedIsNeverMissing() throws Exception {
        Await.until("listed", () -> listed().contains(LOADER));
        Path directory = server.directory().resolve("EFI/BOOT");
        Path away = server.scratch().resolve("away");
        for (int i = 0; i < 5; i++) {
            Files.move(directory, away);
            assertEquals(503, server.status(path(LOADER)));
            Files.move(away, directory);
            assertEquals(200, server.status(path(LOADER)));
        }
    }

    @Test
    void aDirectoryThatBecomesAFileAndADirectoryAgainIsWhatItIs() throws Exception {
        Await.until("listed", () -> listed().contains(LOADER));
        Path directory = server.directory().resolve("EFI");
        Path away = server.scratch().resolve("away");
        Files.move(directory, away);
        Files.writeString(directory, "a file");
        Await.until("listed", () -> listed().equals(Set.of("vmlinuz", "EFI")));
        assertEquals(404, server.status(path(LOADER)));
        assertEquals(200, server.status(path("EFI")));
        Files.delete(directory);
        Files.move(away, directory);
        Await.until("listed", () -> listed().equals(Set.of("vmlinuz", LOADER)));
        assertEquals(404, server.status(path("EFI")));
        assertEquals(200, server.status(path(LOADER)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EFI",
                "EFI/",
                "EFI/BOOT",
                "EFI/BOOT/",
                "EFI/nothing",
                "EFI/BOOT/BOOTX64.EFI/more",
                "nothing/at/all"
            })
    void whatIsNoFileIsMissing(String name) throws Exception {
        assertEquals(404, server.status(path(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EFI%2FBOOT%2FBOOTX64.EFI", "EFI/%2e/BOOT/BOOTX64.EFI", "EFI/../vmlinuz", "EFI/%2e%2e/vmlinuz"})
    void encodedSlashesAndDotSegmentsAreNoNames(String name) throws Exception {
        String answer = RawHttp.exchange(server.provider().port(), "GET " + path(name) + " HTTP/1.0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void blanksAndOddNamesAreNamesAtEveryLevel() throws Exception {
        byte[] odd = server.put("a b/100%/<i>größe</i>.img", 50);
        // The last / is that of the tag, so that this is behind three directories.
        assertEquals(ArtifactServer.sha256(odd), sums().get("a b/100%/<i>größe</i>.img"));
        assertArrayEquals(odd, server.body(path("a%20b/100%25/%3Ci%3Egr%C3%B6%C3%9Fe%3C/i%3E.img")));
    }

    @Test
    void sixteenDirectoriesAreTheMost() throws Exception {
        String deep = "d/".repeat(16);
        byte[] deepest = server.put(deep + "file", 10);
        try (var log = new CapturedLog()) {
            server.put(deep + "d/file", 11);
            server.put(deep + "d/other", 12);
            Await.until("a line", () -> log.count("16 others") == 1);
            assertEquals(ArtifactServer.sha256(deepest), sums().get(deep + "file"));
            assertArrayEquals(deepest, server.body(path(deep + "file")));
            assertEquals(404, server.status(path(deep + "d/file")));
            assertEquals(Set.of("vmlinuz", LOADER, deep + "file"), inTheManifest());
            server.put("more", 10);
            assertEquals(4, sums().size());
            assertEquals(1, log.count("16 others"), log::text);
        }
    }

    @Test
    void whatHasADotInFrontDoesNotExist() throws Exception {
        server.put(".git/config", 10);
        server.put("EFI/.hidden/file", 10);
        server.put("lost+found/file", 10);
        for (String name : new String[] {".git/config", "EFI/.hidden/file", "lost+found/file"}) {
            assertEquals(404, server.status(path(name)), name);
        }
        assertEquals(Set.of("vmlinuz", LOADER), sums().keySet());
    }

    @Test
    void linksToFilesAreFollowedAndLinksToDirectoriesAreNot() throws Exception {
        Path efi = server.directory().resolve("EFI");
        try (var log = new CapturedLog()) {
            Files.createSymbolicLink(efi.resolve("kernel"), Path.of("../vmlinuz"));
            Files.createSymbolicLink(efi.resolve("ring"), Path.of("."));
            Files.createSymbolicLink(efi.resolve("up"), Path.of("../.."));
            Files.createSymbolicLink(efi.resolve("out"), server.scratch());
            Files.createSymbolicLink(efi.resolve("passwd"), Path.of("/etc/passwd"));
            Files.createSymbolicLink(efi.resolve("boot"), Path.of("BOOT"));
            Await.until("a line", () -> log.count("/EFI/ring, and") == 1 && log.count("/EFI/boot, and") == 1);
            assertEquals(100, server.body(path("EFI/kernel")).length);
            for (String name : new String[] {
                "EFI/ring/kernel",
                "EFI/ring/ring/ring/kernel",
                "EFI/up/x86_64/vmlinuz",
                "EFI/out/artifacts/stable/x86_64/vmlinuz",
                "EFI/out/nothing/at/all",
                "EFI/passwd",
                "EFI/boot/BOOTX64.EFI"
            }) {
                assertEquals(404, server.status(path(name)), name);
            }
            assertEquals(Set.of("vmlinuz", LOADER, "EFI/kernel"), sums().keySet());
            assertEquals(1, log.count("/EFI/ring, and"), log::text);
        }
    }

    @Test
    void theLineThatSaysThatAServerIsReadyCountsThemAsFarAsThatTakesNoTime() throws Exception {
        server.restart();
        assertTrue(
                server.provider().readyNotes().contains("2 artifacts"),
                server.provider().readyNotes());
        for (int i = 0; i < 700; i++) {
            server.put("tree/d" + i % 7 + "/file" + i, 1);
        }
        server.restart();
        String notes = server.provider().readyNotes();
        assertTrue(notes.matches(".*more than 5\\d\\d artifacts.*"), notes);
    }

    @Test
    void aTreeIsInTheOrderOfItsWholeNames() throws Exception {
        for (String name : new String[] {"a/x", "a-b/x", "a.c", "a0", "a/b/c", "a/b.c", "a/b-c/d"}) {
            server.put(name, 20);
        }
        String sums = new String(server.awaitBody(path("SHA256SUMS")), StandardCharsets.UTF_8);
        var names = sums.lines().map(line -> line.substring(66)).toList();
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(9, names.size());
    }
}
