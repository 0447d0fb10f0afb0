package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The install works from any place, and its start-up cache does too. */
final class AnywhereIT {
    private static final String CACHE_OR_FAIL = "-XX:AOTMode=on";

    @TempDir
    private Path directory;

    /** In the same temporary directory, since JUnit warns of links that lead out of one. */
    private Path scratch;

    private Install install;

    @BeforeEach
    void unpack() throws Exception {
        scratch = Files.createDirectory(directory.resolve("scratch"));
        install = Tarball.unpack(directory);
    }

    @Test
    void runsThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("absolute"), install.launcher());
        Path second = Files.createSymbolicLink(scratch.resolve("relative"), scratch.relativize(link));
        Path linkedHome = Files.createSymbolicLink(scratch.resolve("current"), install.home());
        assertRuns(link.toString());
        assertRuns(second.toString());
        assertRuns(linkedHome.resolve("bin/provider").toString());
    }

    @Test
    void runsByARelativePathAndByAnyShell() throws Exception {
        String relative =
                scratch.toRealPath().relativize(install.launcher().toRealPath()).toString();
        assertRuns(relative);
        assertRuns("/bin/sh", relative);
        Program.require("busybox", "busybox");
        assertRuns("/bin/busybox", "sh", relative);
    }

    @Test
    void runsWhereItIsMovedTo() throws Exception {
        Path home = Files.move(install.home(), directory.resolve("näme with blanks"));
        assertRuns(home.resolve("bin/provider").toString());
    }

    private void assertRuns(String... command) throws Exception {
        Launch launch = Launch.of(install, scratch).javaOptions(CACHE_OR_FAIL).by(command);
        try (RunningProcess run = launch.start("--version")) {
            assertEquals(0, run.status(), run.out());
            assertTrue(run.out().startsWith("provider " + Tarball.version() + " (Java 25"), run.out());
            assertEquals("", run.err());
        }
    }
}
