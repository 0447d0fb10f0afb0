package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code provider publish DIR} with directories in it. */
@Timeout(60)
final class PublishTreeTest {
    @TempDir
    private Path scratch;

    private Path tree;

    @BeforeEach
    void files() throws IOException {
        tree = scratch.resolve("tree");
        for (String name : List.of(
                "vmlinuz",
                "EFI/BOOT/BOOTX64.EFI",
                "images/netboot.iso",
                "images/old/netboot.iso",
                "images/README",
                "doc/README",
                "doc/en/guide.txt",
                ".git/config")) {
            file(name);
        }
    }

    private void file(String name) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, name);
    }

    private CommandRun publish(String... args) {
        List<String> all = new ArrayList<>(List.of(
                "publish",
                "--artifacts",
                scratch.resolve("artifacts").toString(),
                "--arch",
                "x86_64",
                "--version",
                "1"));
        all.addAll(List.of(args));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private Set<String> published() throws IOException {
        Path current = scratch.resolve("artifacts/stable/x86_64").toRealPath();
        try (Stream<Path> files = Files.walk(current)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .map(file -> current.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void keepsTheTree() throws Exception {
        CommandRun run = publish(tree.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals(
                Set.of(
                        "vmlinuz",
                        "EFI/BOOT/BOOTX64.EFI",
                        "images/netboot.iso",
                        "images/old/netboot.iso",
                        "images/README",
                        "doc/README",
                        "doc/en/guide.txt"),
                published());
        assertTrue(run.out().contains("EFI/BOOT/BOOTX64.EFI"), run.out());
    }

    @Test
    void aPatternWithoutASlashFitsAtEveryDepthAndADirectoryGoesWhole() throws Exception {
        assertEquals(
                0,
                publish("--exclude", "*.iso", "--exclude", "doc", tree.toString())
                        .status());
        assertEquals(Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI", "images/README"), published());
    }

    @Test
    void aPatternWithASlashIsOfTheWholeName() throws Exception {
        CommandRun run =
                publish("--exclude", "images/*.iso", "--exclude", "/README", "--exclude", "doc/**", tree.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals(Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI", "images/old/netboot.iso", "images/README"), published());
        assertTrue(run.err().contains("--exclude /README: nothing was left out by that."), run.err());
    }

    @Test
    void whatIsNoPatternIsWrongUsage() {
        for (String glob : List.of("[a", "{a", "/", "")) {
            CommandRun run = publish("--exclude", glob, tree.toString());
            assertEquals(2, run.status(), glob + ": " + run.err());
            assertTrue(run.err().contains("--exclude " + glob + ": "), run.err());
        }
        assertFalse(Files.exists(scratch.resolve("artifacts")));
    }

    @Test
    void theSumsOfATreeHaveToFitTheFilesBelowIt() throws Exception {
        Files.writeString(
                tree.resolve("SHA256SUMS"),
                sha256("vmlinuz") + "  ./vmlinuz\n" + sha256("another") + "  ./doc/README\n");
        CommandRun wrong = publish(tree.toString());
        assertEquals(1, wrong.status());
        assertTrue(wrong.err().contains(tree.resolve("doc/README") + " has the sha256"), wrong.err());
        CommandRun right = publish("--exclude", "doc", tree.toString());
        assertEquals(0, right.status(), right.err());
        assertTrue(right.err().contains("SHA256SUMS is also of what is not there: doc/README."), right.err());
    }

    @Test
    void adoptsWithAllDirectoriesAndNothingLess() throws Exception {
        Path byHand = scratch.resolve("artifacts/stable/x86_64");
        Files.createDirectories(Objects.requireNonNull(byHand.getParent()));
        Files.move(tree, byHand);
        CommandRun less = publish("--adopt", "--exclude", "doc");
        assertEquals(2, less.status());
        assertTrue(less.err().contains("--adopt takes all that is in"), less.err());
        assertEquals(0, publish("--adopt").status());
        assertEquals(7, published().size());
        assertTrue(Files.exists(scratch.resolve("artifacts/stable/.x86_64.by-hand/EFI/BOOT/BOOTX64.EFI")));
    }

    private static String sha256(String content) {
        return Digest.ofContent(content.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
