package io.plasmd.provider.distribution;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Debian with systemd of its own, emulated, in which a script tries the package. */
final class Guest {
    private static final Path SCRIPTS = Path.of("src/test/guest").toAbsolutePath();

    private Guest() {}

    /** Boots it, has the script run, and gives back what that has printed. */
    static String run(long longestMinutes, Path scratch, Path debianPackage, String script) throws Exception {
        Program.requireRoot();
        Program.require("mmdebstrap", "mmdebstrap");
        Program.require("qemu-system-x86_64", "qemu-system-x86");
        Program.require("mke2fs", "e2fsprogs");
        Program.require("dpkg-deb", "dpkg");
        return Program.run(
                        longestMinutes,
                        scratch,
                        "env",
                        "GUEST_SECONDS=" + (TimeUnit.MINUTES.toSeconds(longestMinutes) - 30),
                        "bash",
                        SCRIPTS.resolve("boot.sh").toString(),
                        debianPackage.toString(),
                        SCRIPTS.resolve(script).toString(),
                        Path.of(System.getProperty("java.io.tmpdir"), "provider-guest-bookworm")
                                .toString())
                .expectSuccess()
                .output();
    }
}
