package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Release;
import io.plasmd.provider.server.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Releases that are trees: each has its own for as long as it is kept. */
final class NestedReleaseTest {
    private static final String LOADER = "EFI/BOOT/BOOTX64.EFI";
    private static final byte[] KERNEL = ArtifactServer.bytes(100);

    private ArtifactServer server;
    private Release first;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        Files.delete(server.directory());
        var publishing = new Publishing(server, 3);
        first = publishing.publish(
                "1", Map.of("vmlinuz", KERNEL, LOADER, ArtifactServer.bytes(101), "EFI/a.cfg", KERNEL));
        publishing.publish("2", Map.of("vmlinuz", KERNEL, LOADER, ArtifactServer.bytes(102), "grub/a.cfg", KERNEL));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String in(String version, String name) {
        return "/releases/stable/x86_64/" + version + "/" + name;
    }

    private Set<String> names(String sums) {
        Set<String> names = new TreeSet<>();
        new String(server.awaitBody(sums), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> names.add(line.substring(66)));
        return names;
    }

    @Test
    void eachReleaseHasItsOwnTree() throws Exception {
        assertArrayEquals(ArtifactServer.bytes(101), server.awaitBody(in("1", LOADER)));
        assertArrayEquals(ArtifactServer.bytes(102), server.awaitBody(in("2", LOADER)));
        assertArrayEquals(ArtifactServer.bytes(102), server.awaitBody("/stable/x86_64/" + LOADER));
        assertEquals(Set.of("vmlinuz", LOADER, "EFI/a.cfg"), names(in("1", "SHA256SUMS")));
        assertEquals(Set.of("vmlinuz", LOADER, "grub/a.cfg"), names(in("2", "SHA256SUMS")));
        assertEquals(names("/stable/x86_64/SHA256SUMS"), names(in("2", "SHA256SUMS")));
        try (Response response = server.get(in("1", LOADER), "Range", "bytes=0-9")) {
            assertEquals(206, response.code());
            assertTrue(response.header("Cache-Control", "").contains("immutable"));
            assertEquals(ArtifactServer.sha256(ArtifactServer.bytes(101)), response.header("X-Content-SHA256"));
        }
        assertEquals(
                ArtifactServer.sha256(ArtifactServer.bytes(101)) + "  BOOTX64.EFI\n",
                new String(server.awaitBody(in("1", LOADER + ".sha256")), StandardCharsets.UTF_8));
        for (String gone :
                new String[] {in("2", "EFI/a.cfg"), in("1", "grub/a.cfg"), in("1", "EFI"), in("1", "EFI/")}) {
            assertEquals(404, server.status(gone), gone);
        }
        JsonNode manifest = JsonMapper.shared().readTree(server.awaitBody(in("1", "manifest.json")));
        for (JsonNode entry : manifest.path("artifacts")) {
            String name = entry.path("filename").asString();
            assertArrayEquals(server.body(in("1", name)), server.body("/blobs/sha256/" + digest(entry)), name);
        }
    }

    private static String digest(JsonNode entry) {
        return entry.path("hash").asString().replace("sha256:", "");
    }

    @Test
    void whatIsChangedInATreeIsNotServedAndIsSaid() throws Exception {
        assertArrayEquals(ArtifactServer.bytes(101), server.awaitBody(in("1", LOADER)));
        Path directory = first.directory().resolve("EFI");
        Files.move(directory, server.scratch().resolve("away"));
        Files.createSymbolicLink(directory, server.scratch().resolve("away"));
        assertEquals(503, server.status(in("1", LOADER)));
        assertEquals(503, server.status(in("1", "SHA256SUMS")));
        assertArrayEquals(ArtifactServer.bytes(102), server.body(in("2", LOADER)));
        Files.delete(directory);
        Files.move(server.scratch().resolve("away"), directory);
        assertArrayEquals(ArtifactServer.bytes(101), server.awaitBody(in("1", LOADER)));
    }

    @Test
    void whatIsAddedToTheCurrentTreeIsFound() throws Exception {
        Await.until("healthy", () -> server.provider().health("releases_intact").healthy());
        Path current = server.directory().toRealPath();
        Path added = current.resolve("grub/added");
        Files.writeString(added, "added");
        Await.until(
                "it is found",
                () -> server.provider().health("releases_intact").detail().contains("grub/added was added"));
        Files.delete(added);
        Files.move(current.resolve(LOADER), server.scratch().resolve("away"));
        Await.until(
                "it is found",
                () -> server.provider().health("releases_intact").detail().contains(LOADER + " is missing"));
        Files.move(server.scratch().resolve("away"), current.resolve(LOADER));
        Await.until("healthy", () -> server.provider().health("releases_intact").healthy());
    }
}
