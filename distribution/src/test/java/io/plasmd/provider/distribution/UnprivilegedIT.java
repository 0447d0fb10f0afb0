package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server runs as a user that may do nothing, from an install and over artifacts that it may only read. */
final class UnprivilegedIT {
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Path artifacts;
    private Path data;
    private Launch launch;

    @BeforeEach
    void unpack() throws Exception {
        Install install = Tarball.unpack(directory);
        artifacts = Samples.in(directory);
        data = Files.createDirectory(scratch.resolve("data"));
        Program.run(directory, "chmod", "-R", "a-w,a+rX", install.home().toString(), artifacts.toString())
                .expectSuccess();
        launch = unprivileged(install);
    }

    @AfterEach
    void makeDeletable() throws Exception {
        Program.run(directory, "chmod", "-R", "u+rwX", directory.toString()).expectSuccess();
    }

    private Launch unprivileged(Install install) throws Exception {
        Launch whoever = Launch.of(install, scratch).javaOptions("-XX:AOTMode=on");
        if (!"root".equals(System.getProperty("user.name"))) {
            return whoever;
        }
        Program.require("setpriv", "util-linux");
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        String setpriv = Files.exists(Path.of("/usr/bin/setpriv")) ? "/usr/bin/setpriv" : "/bin/setpriv";
        return whoever.by(
                setpriv,
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                install.launcher().toString());
    }

    @Test
    void servesFromAReadOnlyDirectory() throws Exception {
        try (RunningProcess server = launch.serve(artifacts, "--data", data.toString());
                Response response = Http.get(server, "kernel")) {
            assertEquals(200, response.code());
            server.terminate();
            assertEquals(0, server.status());
        }
    }

    @Test
    void aFileThatItMayNotReadIs503SoThatClientsComeBack() throws Exception {
        Path kernel = artifacts.resolve("stable/x86_64/vmlinuz");
        Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("---------"));
        try (RunningProcess server = launch.serve(artifacts, "--data", data.toString());
                Response response = Http.get(server, "kernel")) {
            assertEquals(503, response.code());
            assertEquals("1", response.header("Retry-After"));
            assertEquals("application/problem+json", response.header("Content-Type"));
            try (Response other = Http.get(server, "initramfs")) {
                assertEquals(200, other.code());
            }
        }
    }
}
