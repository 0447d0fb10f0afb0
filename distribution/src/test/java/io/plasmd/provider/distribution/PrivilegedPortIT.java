package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Port 80 as the unit has it: nobody, with one capability, in a network of the test's own. */
@Timeout(60)
final class PrivilegedPortIT {
    /** 1 << CAP_NET_BIND_SERVICE, of capability.h. */
    private static final String BIND_SERVICE_ONLY = "0000000000000400";

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Install install;
    private Path artifacts;

    @BeforeEach
    void unpack() throws Exception {
        Program.requireRoot();
        Program.require("setpriv", "util-linux");
        Program.require("unshare", "util-linux");
        Program.require("ip", "iproute2");
        Program.require("curl", "curl");
        install = Tarball.unpack(directory);
        artifacts = Samples.in(directory);
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(scratch.resolve("data"));
        Files.setPosixFilePermissions(scratch.resolve("data"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** The network goes with its last process. */
    private RunningProcess serve(String capabilities) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/unshare",
                "--net",
                "/bin/sh",
                "-c",
                "ip link set lo up && exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs"
                        + " --inh-caps=" + capabilities
                        + " --ambient-caps=" + capabilities
                        + " --bounding-set=" + capabilities + " \"$@\"",
                "sh",
                install.launcher().toString()));
        return Launch.of(install, scratch)
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .by(command.toArray(String[]::new))
                .start(
                        "serve",
                        "--port",
                        "80",
                        "--arch",
                        "x86_64",
                        "--artifacts",
                        artifacts.toString(),
                        "--data",
                        scratch.resolve("data").toString());
    }

    @Test
    void oneCapabilityIsEnough() throws Exception {
        try (RunningProcess server = serve("-all,+net_bind_service")) {
            server.awaitReady();
            String status = Files.readString(Path.of("/proc", Long.toString(server.pid()), "status"));
            assertTrue(status.contains("Uid:\t65534\t65534\t"), status);
            assertTrue(status.contains("CapEff:\t" + BIND_SERVICE_ONLY), status);
            assertTrue(status.contains("CapBnd:\t" + BIND_SERVICE_ONLY), status);
            assertTrue(status.contains("NoNewPrivs:\t1"), status);
            Path kernel = scratch.resolve("kernel");
            Program.run(
                            scratch,
                            "nsenter",
                            "--net=/proc/" + server.pid() + "/ns/net",
                            "curl",
                            "--silent",
                            "--fail",
                            "--max-time",
                            "30",
                            "--output",
                            kernel.toString(),
                            "http://127.0.0.1/kernel")
                    .expectSuccess();
            assertEquals(-1, Files.mismatch(artifacts.resolve("stable/x86_64/vmlinuz"), kernel));
            server.terminate();
            assertEquals(0, server.status(), server.err());
        }
    }

    @Test
    void withoutItTheReasonIsSaid() throws Exception {
        try (RunningProcess server = serve("-all")) {
            assertEquals(1, server.status(), server.err());
            assertTrue(server.err().contains("cannot listen on 0.0.0.0:80: Permission denied"), server.err());
        }
    }
}
