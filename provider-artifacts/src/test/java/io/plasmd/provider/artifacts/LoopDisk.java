package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plasmd.provider.server.Programs;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of the test's own, in a file. */
final class LoopDisk implements AutoCloseable {
    private final Path directory;
    private final Path mounted;

    private LoopDisk(Path directory, Path mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    /** FAT, whose times have steps of two seconds. */
    static LoopDisk vfat() throws Exception {
        return mount("vfat", "dosfstools", "mkfs.vfat");
    }

    /** As ext4 is on small disks made long ago: there is no room in its inodes for fractions of a second. */
    static LoopDisk smallInodes() throws Exception {
        return mount("ext4", "e2fsprogs", "mkfs.ext4 -q -F -I 128");
    }

    /** Skips the test where the kernel does not do it, in continuous integration too: there is no package of it. */
    private static LoopDisk mount(String type, String debianPackage, String make) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can mount");
        Programs.require(make.split(" ", 2)[0], debianPackage);
        Programs.require("mount", "mount");
        Path directory = Files.createTempDirectory("loop-disk");
        var disk = new LoopDisk(directory, Files.createDirectory(directory.resolve("mounted")));
        Shell.run(directory, "truncate --size 64M image; " + make + " image");
        String answer = Shell.run(directory, "mount -t " + type + " -o loop image mounted 2>&1 || echo failed");
        if (answer.endsWith("failed\n")) {
            disk.delete();
            abort("skipped: no " + type + " can be mounted from a file here: " + answer);
        }
        return disk;
    }

    String path() {
        return mounted.toString();
    }

    @Override
    public void close() throws Exception {
        Shell.run(directory, "umount --lazy mounted");
        delete();
    }

    private void delete() throws Exception {
        Files.delete(directory.resolve("image"));
        Files.delete(mounted);
        Files.delete(directory);
    }
}
