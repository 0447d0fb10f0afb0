package io.plasmd.provider.cli;

import io.plasmd.provider.server.configuration.MachineDefaults;
import io.plasmd.provider.server.configuration.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Sample artifacts in a temporary directory, which is deleted in the end. */
final class DemoArtifacts implements AutoCloseable {
    private static final int MIB = 1 << 20;
    private static final String ORIGIN = "option --demo";

    private final Path root;

    DemoArtifacts() throws IOException {
        root = Files.createTempDirectory("provider-demo");
        Path release =
                Files.createDirectories(root.resolve("artifacts/stable").resolve(MachineDefaults.architecture()));
        write(release.resolve("vmlinuz"), 1, 2 * MIB);
        write(release.resolve("initramfs.img"), 2, 4 * MIB);
        write(release.resolve("rootfs.squashfs"), 3, 16 * MIB);
    }

    private static void write(Path file, long seed, int size) throws IOException {
        byte[] block = new byte[64 * 1024];
        // One random block, numbered: the demo should start as fast as the server does.
        new SplittableRandom(seed).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int number = 0; number < size / block.length; number++) {
                ByteBuffer.wrap(block).putInt(number);
                out.write(block);
            }
        }
        // In the past, as real artifacts are: a file that has just changed is left to settle before it is digested.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    List<Settings.Setting> settings() {
        return List.of(
                new Settings.Setting(
                        "provider.endpoints.artifacts.directory",
                        root.resolve("artifacts").toString(),
                        ORIGIN),
                new Settings.Setting("provider.data", root.resolve("data").toString(), ORIGIN),
                new Settings.Setting("provider.channel", "stable", ORIGIN),
                new Settings.Setting("provider.arch", MachineDefaults.architecture(), ORIGIN),
                new Settings.Setting("provider.http.bind", "127.0.0.1", ORIGIN));
    }

    String commandsToTry(URI url) {
        String release = url + "stable/" + MachineDefaults.architecture() + "/";
        return """

                Try, in another terminal:
                  curl %1$shealth
                  curl %1$sstatus
                  curl -I %1$skernel
                  curl -O %2$svmlinuz && curl -s %2$svmlinuz.sha256 | sha256sum -c
                  curl -r 0-1023 -o first-kilobyte %1$srootfs

                Ctrl-C ends the demo and deletes its files.""".formatted(url, release);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
