package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.SignedManifest;
import io.plasmd.provider.server.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tree as that of an installer, of as many files as {@code -Dtree.files} says, in each of two releases that are kept. */
final class LargeTreeTest {
    private static final int FILES = Integer.getInteger("tree.files", 1500);
    private static final int IN_ONE = 50;

    /** Of this many one is asked for by itself. */
    private static final int EACH = Math.max(1, FILES / 300);

    private ArtifactServer server;
    private Publishing publishing;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer(Map.of(
                "provider.endpoints.artifacts.names.per-architecture", String.valueOf(2 * FILES),
                "provider.endpoints.artifacts.names.in-all", String.valueOf(5 * FILES)));
        Files.delete(server.directory());
        publishing = new Publishing(server, 3);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String name(int i) {
        return i == 0 ? "vmlinuz" : "pool/main/package-" + i / IN_ONE + "/library-" + i + "_1.0-1_amd64.udeb";
    }

    /** What differs from one version to the next is every other file. */
    private static byte[] content(int version, int i) {
        return ("file " + i + (i % 2 == 0 ? " of version " + version : "")).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> tree(int version) {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < FILES; i++) {
            files.put(name(i), content(version, i));
        }
        return files;
    }

    private void awaitVersion(String version) {
        Await.until(
                "version " + version + " is current",
                () -> manifest("/stable/x86_64/manifest.json").version().equals(version));
    }

    private Manifest manifest(String path) throws Exception {
        return SignedManifest.parse(server.awaitBody(path)).manifest();
    }

    private void assertServes(String place, int version) throws Exception {
        Manifest manifest = manifest(place + "manifest.json");
        assertEquals(FILES, manifest.artifacts().size());
        List<String> sums = new String(server.awaitBody(place + "SHA256SUMS"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(FILES, sums.size());
        for (int i = 0; i < FILES; i += EACH) {
            byte[] content = content(version, i);
            assertTrue(sums.contains(ArtifactServer.sha256(content) + "  " + name(i)), name(i));
            assertArrayEquals(content, server.body(place + name(i)), name(i));
            assertArrayEquals(content, server.body(Publishing.blob(content)), name(i));
        }
    }

    @Test
    void isPublishedServedAndRolledBack() throws Exception {
        publishing.publish("1", tree(1));
        awaitVersion("1");
        assertServes("/stable/x86_64/", 1);
        publishing.publish("2", tree(2));
        awaitVersion("2");
        assertServes("/stable/x86_64/", 2);
        assertServes("/releases/stable/x86_64/1/", 1);
        publishing.rollback("1");
        awaitVersion("1");
        assertServes("/stable/x86_64/", 1);
        assertServes("/releases/stable/x86_64/2/", 2);
        byte[] before = server.body("/stable/x86_64/manifest.json");
        server.restart();
        assertArrayEquals(before, server.awaitBody("/stable/x86_64/manifest.json"));
    }
}
