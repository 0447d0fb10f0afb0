package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a directory are published, and under which names. */
@Timeout(60)
class SourceTreeTest {
    @TempDir
    private Path scratch;

    private Path root;

    @BeforeEach
    void files() throws IOException {
        root = Files.createDirectories(scratch.resolve("tree"));
        file("vmlinuz");
        file("EFI/BOOT/BOOTX64.EFI");
    }

    private void file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, name);
    }

    private SourceTree.Found read() throws ReleaseException {
        return SourceTree.read(root, root, name -> false);
    }

    private void assertRefused(String why) {
        var e = assertThrows(ReleaseException.class, this::read);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void namesHaveTheirDirectories() throws Exception {
        assertEquals(Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI"), read().files().keySet());
    }

    @Test
    void whatHasADotInFrontAndWhatIsEmptyIsNotKept() throws Exception {
        file(".git/config");
        file("EFI/.DS_Store");
        Files.createDirectories(root.resolve("empty/deeper"));
        assertEquals(Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI"), read().files().keySet());
    }

    @Test
    void whatTheServerMakesItselfIsLeftOut() throws Exception {
        file("SHA256SUMS");
        file("SHA256SUMS.d/x");
        file("EFI/BOOT/BOOTX64.EFI.sha256");
        file("images/SHA256SUMS");
        file("images/manifest.json");
        SourceTree.Found found = read();
        assertEquals(
                Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI", "images/SHA256SUMS", "images/manifest.json"),
                found.files().keySet());
        assertEquals(
                List.of(
                        root.resolve("EFI/BOOT/BOOTX64.EFI.sha256"),
                        root.resolve("SHA256SUMS"),
                        root.resolve("SHA256SUMS.d")),
                found.leftOut());
    }

    @Test
    void aLinkToADirectoryInItStandsForWhatIsInThere() throws Exception {
        Files.createSymbolicLink(root.resolve("boot"), Path.of("EFI/BOOT"));
        assertEquals(
                Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI", "boot/BOOTX64.EFI"),
                read().files().keySet());
    }

    @Test
    void aLinkThatLeadsOutIsRefused() throws Exception {
        Files.createDirectories(scratch.resolve("secret"));
        Files.createSymbolicLink(root.resolve("EFI/out"), Path.of("../../secret"));
        assertRefused(root.resolve("EFI/out") + " is a link that leads out of " + root);
        assertEquals(
                Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI"),
                SourceTree.read(root, root, "EFI/out"::equals).files().keySet());
    }

    @Test
    void linksThatLeadBackHaveNoEndAndAreRefusedOnce() throws Exception {
        Files.createSymbolicLink(root.resolve("EFI/loop"), root);
        assertRefused("--exclude 'EFI/loop'");
        Files.delete(root.resolve("EFI/loop"));
        file("b/x");
        Files.createSymbolicLink(root.resolve("EFI/b"), Path.of("../b"));
        Files.createSymbolicLink(root.resolve("b/EFI"), Path.of("../EFI"));
        assertRefused("leads back to");
    }

    @Test
    void seventeenDirectoriesAreTooMany() throws Exception {
        file("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/file");
        assertEquals(3, read().files().size());
        file("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/file");
        assertRefused("17 is a directory behind 16 others, which are the most. Leave it out with --exclude");
    }

    @Test
    void whatIsNoFileIsNamedToBeRefused() throws Exception {
        Path fifo = root.resolve("EFI/fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        assertEquals(fifo, read().files().get("EFI/fifo"));
    }

    @Test
    void aDirectoryThatCannotBeReadIsNamed() throws Exception {
        Assumptions.assumeFalse(Caller.current().isRoot(), "root can read every directory");
        Path closed = Files.createDirectories(root.resolve("EFI/closed"));
        Files.setPosixFilePermissions(closed, Set.of());
        try {
            assertRefused("cannot read the directory " + closed);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void whatIsExcludedIsNotEvenLookedAt() throws Exception {
        Files.createSymbolicLink(root.resolve("EFI/loop"), root);
        Files.createSymbolicLink(root.resolve("broken"), Path.of("nowhere"));
        assertEquals(
                Set.of("vmlinuz", "broken"),
                SourceTree.read(root, root, "EFI"::equals).files().keySet());
    }
}
