package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.FuseMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that lack something which others have: what is not needed is done without, what is needed is named. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class PoorFileSystemTest {
    @TempDir
    private Path scratch;

    private Path mountpoint;
    private Path kernel;
    private @Nullable FuseMount fileSystem;

    @BeforeEach
    void files() throws IOException {
        FuseMount.require();
        mountpoint = Files.createDirectory(scratch.resolve("mnt"));
        kernel = Files.writeString(scratch.resolve("vmlinuz"), "kernel");
    }

    private void mount(String lacks) throws Exception {
        Path source = Files.createDirectory(scratch.resolve("source"));
        fileSystem = FuseMount.of(getClass(), "poor-file-system.py", scratch, source, mountpoint, lacks);
    }

    @AfterEach
    void unmount() throws Exception {
        if (fileSystem != null) {
            fileSystem.close();
        }
    }

    private CommandRun run(String command, String... more) {
        String[] all = new String[5 + more.length];
        all[0] = command;
        all[1] = "--artifacts";
        all[2] = mountpoint.resolve("boot").toString();
        all[3] = "--arch";
        all[4] = "x86_64";
        System.arraycopy(more, 0, all, 5, more.length);
        return CommandRun.of(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "chmod", "link"})
    void whatIsNotNeededIsDoneWithout(String lacks) throws Exception {
        mount(lacks);
        CommandRun first = run("publish", "--version", "1", kernel.toString());
        assertEquals(0, first.status(), first.err());
        // A second file with the same bytes, which would be linked.
        Path copy = Files.copy(kernel, scratch.resolve("board.dtb"));
        CommandRun second = run("publish", "--version", "2", kernel.toString(), copy.toString());
        assertEquals(0, second.status(), second.err());
        assertEquals("kernel", Files.readString(mountpoint.resolve("boot/stable/x86_64/board.dtb")));
        CommandRun back = run("rollback");
        assertEquals(0, back.status(), back.err());
        assertFalse(Files.exists(mountpoint.resolve("boot/stable/x86_64/board.dtb")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "symlink | has no symbolic links, one of which leads clients to the current release",
                "lock    | has no locks (No locks available), which keep those who publish at once from",
            })
    void whatIsNeededIsNamedInOneSentence(String lacks, String why) throws Exception {
        mount(lacks);
        CommandRun run = run("publish", "--version", "1", kernel.toString());
        assertEquals(1, run.status());
        String last = run.err().lines().toList().getLast();
        assertTrue(last.startsWith("provider: the file system of " + mountpoint) && last.contains(why), run.err());
    }

    /** FUSE of this kind cannot exchange two names, like NFS. */
    @Test
    void whereNamesCannotBeExchangedNothingIsAdopted() throws Exception {
        mount("nothing");
        Path byHand = Files.createDirectories(mountpoint.resolve("boot/stable/x86_64"));
        Files.copy(kernel, byHand.resolve("vmlinuz"));
        CommandRun run = run("publish", "--adopt", "--version", "1");
        assertEquals(1, run.status());
        assertTrue(run.err().contains("in one step: Invalid argument. Not every file system"), run.err());
        assertTrue(Files.isDirectory(byHand, LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(byHand.resolveSibling(".x86_64.by-hand"), LinkOption.NOFOLLOW_LINKS));
    }
}
