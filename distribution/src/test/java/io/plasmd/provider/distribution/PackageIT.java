package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, by the programs of Debian; and its whole life in a guest that has a systemd of its own. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
final class PackageIT {
    private static final Path PACKAGE = Path.of(System.getProperty("distribution.package"));

    @TempDir
    private Path scratch;

    @Test
    void hasNothingThatDebianWarnsOf() throws Exception {
        Program.require("lintian", "lintian");
        Program.run(scratch, "lintian", "--allow-root", "--fail-on", "error,warning", PACKAGE.toString())
                .expectSuccess();
    }

    @Test
    void hasThePagesAndTheCompletionWhereTheyAreLookedFor() throws Exception {
        Program.require("dpkg-deb", "dpkg");
        String names = Program.run(scratch, "dpkg-deb", "-c", PACKAGE.toString())
                .expectSuccess()
                .output();
        assertTrue(names.contains("./usr/share/man/man1/provider.1.gz"), names);
        assertTrue(names.contains("./usr/share/man/man1/provider-publish.1.gz"), names);
        assertTrue(names.contains("./usr/share/bash-completion/completions/provider\n"), names);
    }

    @Test
    void theStartUpCacheIsUsedWhereItIsUnpacked() throws Exception {
        Program.require("dpkg-deb", "dpkg");
        Program.run(scratch, "dpkg-deb", "-x", PACKAGE.toString(), scratch.toString())
                .expectSuccess();
        Path home = scratch.resolve("usr/lib/provider");
        // The link leads to /etc/provider, which is not that of the package here.
        Files.delete(home.resolve("conf"));
        Files.createSymbolicLink(home.resolve("conf"), scratch.resolve("etc/provider"));
        Launch launch = Launch.of(new Install(home), Files.createDirectory(scratch.resolve("run")))
                .javaOptions("-XX:AOTMode=on");
        try (RunningProcess version = launch.start("--version")) {
            assertEquals(0, version.status(), version.err());
        }
        String control = Program.run(scratch, "dpkg-deb", "-f", PACKAGE.toString())
                .expectSuccess()
                .output();
        assertTrue(control.contains("Version: " + System.getProperty("distribution.version")), control);
    }

    /** Installed, published to, misconfigured, restarted and upgraded while clients ask, removed, purged. */
    @Test
    void livesUnderSystemd() throws Exception {
        String output = Guest.run(10, scratch, PACKAGE, "service.sh");
        assertTrue(output.contains("removed and purged"), output);
    }
}
