package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The install works from any place, and its start-up cache does too. */
final class AnywhereIT {
    private static final String CACHE_OR_FAIL = "-XX:AOTMode=on";
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Install install;

    @BeforeEach
    void unpack() throws Exception {
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

    @Test
    void servesFromAReadOnlyDirectoryAsAnUnprivilegedUser() throws Exception {
        Path artifacts = Samples.in(directory);
        Program.run(directory, "chmod", "-R", "a-w,a+rX", install.home().toString(), artifacts.toString())
                .expectSuccess();
        Path data = Files.createDirectory(scratch.resolve("data"));
        Launch launch = Launch.of(install, scratch).javaOptions(CACHE_OR_FAIL);
        if (runsAsRoot()) {
            Program.require("setpriv", "util-linux");
            Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
            String setpriv = Files.exists(Path.of("/usr/bin/setpriv")) ? "/usr/bin/setpriv" : "/bin/setpriv";
            launch = launch.by(
                    setpriv,
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    install.launcher().toString());
        }
        try (RunningProcess server = launch.serve(artifacts, "--data", data.toString());
                Response response = Http.get(server, "kernel")) {
            assertEquals(200, response.code());
            server.terminate();
            assertEquals(0, server.status());
        } finally {
            Program.run(directory, "chmod", "-R", "u+w", directory.toString()).expectSuccess();
        }
    }

    private static boolean runsAsRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void assertRuns(String... command) throws Exception {
        Launch launch = Launch.of(install, scratch).javaOptions(CACHE_OR_FAIL).by(command);
        try (RunningProcess run = launch.start("--version")) {
            assertEquals(0, run.status(), run.out());
            assertEquals("provider " + Tarball.version() + "\n", run.out());
            assertEquals("", run.err());
        }
    }
}
