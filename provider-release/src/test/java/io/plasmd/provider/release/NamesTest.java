package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vmlinuz",
                "EFI/BOOT/BOOTX64.EFI",
                "grub/x86_64-efi/normal.mod",
                "a b/c?d/e%2ff",
                "\u00e9/\u4e2d",
                "a..b/c",
                "images/SHA256SUMS",
                "images/SHA256SUMS.gpg",
                "images/manifest.json",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/file"
            })
    void canBeArtifacts(String name) {
        assertTrue(Names.isArtifact(name), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "a/",
                "a//b",
                "a/./b",
                "a/../b",
                "../x",
                "..",
                ".hidden/x",
                "a/.hidden",
                "a/.hidden/x",
                "a/b\nc",
                "a\u0000/b",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/file",
                "manifest.json",
                "SHA256SUMS",
                "SHA256SUMS.gpg",
                "SHA256SUMS/x",
                "manifest.json/x",
                "vmlinuz.sha256",
                "a/b/vmlinuz.sha256",
                "vmlinuz.sha256/x",
                "a/vmlinuz.sha256/b/x"
            })
    void cannotBeArtifactsAndAPersonIsToldWhy(String name) {
        assertFalse(Names.isArtifact(name), name);
        assertTrue(Names.whyNoArtifact(name).startsWith("cannot be the name of an artifact: "));
    }

    @Test
    void noLevelIsLongerThanFileSystemsTakeAndNoNameLongerThanRequests() {
        assertTrue(Names.isArtifact("a/" + "b".repeat(255)));
        assertFalse(Names.isArtifact("a/" + "b".repeat(256)));
        assertFalse(Names.isArtifact("a/" + "\u4e2d".repeat(86)));
        assertTrue(Names.isArtifact(("b".repeat(127) + "/").repeat(7) + "b".repeat(128)));
        assertFalse(Names.isArtifact(("b".repeat(127) + "/").repeat(8) + "b"));
        assertEquals(
                "cannot be the name of an artifact: it has 4096 bytes, and 1024 are the most",
                Names.whyNoArtifact("x".repeat(4096)));
    }

    @Test
    void nothingIsAFileAndADirectory() {
        assertEquals(Optional.empty(), NameTree.clash(Set.of("a", "b/a", "ab/c", "b/b/c")));
        assertEquals(
                Optional.of("a/b is a file, and a/b/c/d wants a directory of that name"),
                NameTree.clash(Set.of("a/b", "a/b/c/d", "a/c")));
    }

    @Test
    void aReleaseIsFoundFromWhateverDepth() {
        Path release = Path.of("/srv/.releases/.releases/stable/x86_64/1");
        assertEquals(Optional.of(release), StoreLayout.release(release));
        assertEquals(Optional.of(release), StoreLayout.release(release.resolve("vmlinuz")));
        assertEquals(Optional.of(release), StoreLayout.release(release.resolve("EFI/BOOT/BOOTX64.EFI")));
        assertEquals(Optional.empty(), StoreLayout.release(Path.of("/srv/.releases/stable/x86_64")));
        assertEquals(Optional.empty(), StoreLayout.release(Path.of("/srv/stable/x86_64/EFI/BOOT")));
        assertEquals(Optional.empty(), StoreLayout.release(Path.of("/")));
        assertTrue(StoreLayout.isRelease(release));
        assertFalse(StoreLayout.isRelease(release.resolve("EFI")));
    }
}
