package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases with directories in them that come from another provider, or from somebody who would like to be one. */
@Timeout(120)
class TreeFetchTest {
    private static final Map<String, String> TREE = Map.of(
            "vmlinuz", "kernel",
            "EFI/BOOT/BOOTX64.EFI", "loader",
            "EFI/BOOT/grub x64.efi", "another loader",
            "pool/a/\u00e9 100%.deb", "package",
            "pool/b/same.deb", "package");

    @TempDir
    private Path directory;

    private Shop shop;
    private OriginServer origin;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
        origin = new OriginServer();
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
    }

    private Fetched fetch() throws Exception {
        var trust = Trust.in(List.of(origin.key.trusted()));
        return shop.fetcher(trust).fetch(origin.origin(), false, 5, ProgressDisplay::none);
    }

    private Path release() {
        return shop.artifacts.resolve(".releases/stable/x86_64/1");
    }

    @Test
    void aTreeComesWholeAndIsNotFetchedTwice() throws Exception {
        origin.publish("1", OriginServer.NOW, TREE);
        fetch();
        assertEquals(TREE, shop.visible());
        assertTrue(fetch().wasThere());
        assertEquals(0, fetch().downloadedBytes());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    /** Each level by itself: a slash that is encoded would be another name. */
    @Test
    void pathsAreEncodedLevelByLevel() throws Exception {
        Manifest manifest = origin.publish("1", OriginServer.NOW, TREE);
        manifest.artifacts().values().forEach(entry -> origin.remove(entry.blob()));
        fetch();
        assertEquals(TREE, shop.visible());
        assertTrue(origin.requests("/stable/x86_64/pool/a/%C3%A9%20100%25.deb") > 0);
    }

    @Test
    void whatIsDamagedInATreeIsPutRight() throws Exception {
        origin.publish("1", OriginServer.NOW, TREE);
        fetch();
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("BOOTX64.EFI"), "loader");
        Files.writeString(outside.resolve("grub x64.efi"), "precious");
        Trees.delete(release().resolve("EFI/BOOT"));
        Files.createSymbolicLink(release().resolve("EFI/BOOT"), outside);
        Trees.delete(release().resolve("pool/b"));
        Files.writeString(release().resolve("pool/b"), "a file in place of a directory");
        Files.delete(release().resolve("vmlinuz"));
        Files.createDirectories(release().resolve("vmlinuz/deep/er"));
        Files.writeString(release().resolve("vmlinuz/deep/er/stranger"), "a directory in place of a file");
        Files.writeString(release().resolve("pool/a/stranger"), "new");
        fetch();
        assertEquals(TREE, shop.visible());
        assertEquals("precious", Files.readString(outside.resolve("grub x64.efi")));
        shop.assertAllWhole();
    }

    @Test
    void moreThanCanBeOpenAtOnceComeInTurn() throws Exception {
        Map<String, String> many = new TreeMap<>(TREE);
        for (int i = 0; i < 450; i++) {
            many.put("pool/" + i % 20 + "/" + i + ".deb", "package " + i);
        }
        origin.publish("1", OriginServer.NOW, many);
        fetch();
        assertEquals(many, shop.visible());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    /** Signed by a key that is trusted all the same: nothing is written, and one sentence says why. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "../../../../x",
                "/etc/x",
                "a//b",
                "a/./b",
                "a/../b",
                "a/",
                ".hidden/x",
                "a/.hidden/x",
                "vmlinuz/x",
                "SHA256SUMS/x",
                "a/b.sha256",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/x"
            })
    void aManifestWhoseNamesLeadElsewhereIsRefused(String name) throws Exception {
        assertNothingIsWritten(name);
    }

    @Test
    void namesThatNoFileSystemTakesAreRefused() throws Exception {
        String message = assertNothingIsWritten("x".repeat(4096));
        assertTrue(message.length() < 700, message);
        assertNothingIsWritten("a/" + "x".repeat(300));
        assertNothingIsWritten("long/".repeat(12) + "\u4e2d".repeat(400));
    }

    private String assertNothingIsWritten(String name) throws Exception {
        Manifest right = origin.publish("1", OriginServer.NOW, TREE);
        var artifacts = new TreeMap<>(right.artifacts());
        Manifest.Entry entry = Objects.requireNonNull(artifacts.get("EFI/BOOT/BOOTX64.EFI"));
        artifacts.put("loader", new Manifest.Entry(name, entry.digest(), entry.size(), entry.path(), entry.blob()));
        artifacts.remove("EFI/BOOT/BOOTX64.EFI");
        origin.sign(
                new Manifest(
                        "1",
                        right.channel(),
                        right.arch(),
                        right.createdAt(),
                        right.expiresAt(),
                        artifacts,
                        right.provider()),
                origin.key);
        var e = assertThrows(ReleaseException.class, this::fetch);
        assertTrue(e.getMessage().startsWith("the manifest is wrong: "), e.getMessage());
        assertFalse(Files.exists(shop.artifacts), "something was written");
        assertFalse(Files.exists(directory.resolve("x")));
        return e.getMessage();
    }

    @Test
    void theArtifactsOfAManifestAreNamedAsTheirFilesMayBe() throws Exception {
        origin.publish("1", OriginServer.NOW, TREE);
        String text = new String(origin.manifestBytes(), StandardCharsets.UTF_8);
        for (String name : List.of("../x", "a//b", ".x/y")) {
            String changed = text.replace("\"EFI/BOOT/BOOTX64.EFI\":{", "\"" + name + "\":{");
            var e = assertThrows(
                    ReleaseException.class, () -> SignedManifest.parse(changed.getBytes(StandardCharsets.UTF_8)));
            assertTrue(e.getMessage().contains("artifacts has the name \"" + name + "\""), e.getMessage());
        }
    }
}
