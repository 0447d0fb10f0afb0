package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A file system by a script of a test. */
public final class FuseMount implements AutoCloseable {
    private final Path mountpoint;
    private final Process process;

    private FuseMount(Path mountpoint, Process process) {
        this.mountpoint = mountpoint;
        this.process = process;
    }

    /** Skips the test, with the reason, where that is not possible. */
    public static void require() {
        Programs.require("fusermount3", "fuse3");
        assumeTrue(Files.isReadable(Path.of("/dev/fuse")), "skipped: /dev/fuse cannot be used here");
    }

    /**
     * Mounts it.
     *
     * @param of whose package has the script
     * @param scratch to which the script is copied
     */
    public static FuseMount of(Class<?> of, String script, Path scratch, Path source, Path mountpoint, String... more)
            throws Exception {
        Path copy = scratch.resolve(script);
        try (InputStream in = Objects.requireNonNull(of.getResourceAsStream(script))) {
            Files.copy(in, copy);
        }
        FileStore before = Files.getFileStore(mountpoint);
        Path output = scratch.resolve("output");
        List<String> command = Stream.concat(
                        Stream.of("/usr/bin/python3", copy.toString(), source.toString(), mountpoint.toString()),
                        Stream.of(more))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Await.until(
                "the file system to be there",
                () -> !process.isAlive() || !Files.getFileStore(mountpoint).equals(before));
        boolean isMissing = !process.isAlive() && Files.readString(output).contains("No module named");
        if (isMissing && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the Debian package python3-fusepy is not installed");
        }
        assumeTrue(!isMissing, "skipped: the Debian package python3-fusepy is not installed");
        assertTrue(process.isAlive(), Files.readString(output));
        return new FuseMount(mountpoint, process);
    }

    @Override
    public void close() throws Exception {
        new ProcessBuilder("fusermount3", "-u", "-z", mountpoint.toString())
                .start()
                .waitFor();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
}
