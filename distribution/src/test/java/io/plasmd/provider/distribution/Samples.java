package io.plasmd.provider.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Artifacts of a size that is no burden. */
final class Samples {
    private Samples() {}

    /** A kernel, an initramfs and a root file system of stable/x86_64. */
    static Path in(Path directory) throws IOException {
        Path artifacts = directory.resolve("artifacts");
        Path release = Files.createDirectories(artifacts.resolve("stable/x86_64"));
        write(release.resolve("vmlinuz"), 1 << 20);
        write(release.resolve("initrd.img"), 3 << 20);
        write(release.resolve("rootfs.squashfs"), 32 << 20);
        return artifacts;
    }

    static void write(Path file, int size) throws IOException {
        byte[] content = new byte[size];
        new SplittableRandom(size).nextBytes(content);
        Files.write(file, content);
    }
}
