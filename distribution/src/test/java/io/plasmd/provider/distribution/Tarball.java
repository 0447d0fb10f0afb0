package io.plasmd.provider.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The tarball that the build made. */
final class Tarball {
    private Tarball() {}

    static Path file() {
        return Path.of(property("distribution.tarball"));
    }

    static String version() {
        return property("distribution.version");
    }

    static String architecture() {
        return property("distribution.arch");
    }

    /** Unpacks into the directory and opens that to everyone, as /opt is. */
    static Install unpack(Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Program.run(directory, "tar", "-xzf", file().toString()).expectSuccess();
        return new Install(directory.resolve("provider"));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "Run by Maven, please (mvn verify): it says where the tarball is, in " + name);
        }
        return value;
    }
}
