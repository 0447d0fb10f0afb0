package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of the test's own that fails where it is told to, by any error. */
final class BrokenDisk implements AutoCloseable {
    private final Path scratch;
    private final Process fuse;

    /** Skips the test where there is no FUSE. */
    BrokenDisk() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "skipped: /dev/fuse cannot be used here");
        Programs.require("fusermount", "fuse3");
        scratch = Files.createTempDirectory("broken-disk");
        Files.createDirectories(source());
        Files.createDirectory(mounted());
        Path script = Files.createFile(scratch.resolve("brokendisk.py"));
        try (var stream = BrokenDisk.class.getResourceAsStream("brokendisk.py")) {
            Files.write(script, stream.readAllBytes());
        }
        Path log = scratch.resolve("log");
        fuse = new ProcessBuilder(
                        python(),
                        script.toString(),
                        source().toString(),
                        mounted().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Object outside = Files.getAttribute(scratch, "unix:dev");
        Await.until(
                "the file system is mounted, or gives up",
                () -> !fuse.isAlive() || !outside.equals(Files.getAttribute(mounted(), "unix:dev")));
        if (!fuse.isAlive()) {
            abort("skipped: FUSE does not work here: " + Files.readString(log));
        }
    }

    /** That of Debian, which the package is for; another may come first. */
    private static String python() throws Exception {
        for (String python : List.of("/usr/bin/python3", "python3")) {
            try {
                if (new ProcessBuilder(python, "-c", "import fusepy").start().waitFor() == 0) {
                    return python;
                }
            } catch (IOException e) {
                // Not there.
            }
        }
        String message = "the Debian package python3-fusepy is not installed";
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        return abort("skipped: " + message);
    }

    /** Where files are put. */
    Path source() {
        return scratch.resolve("source");
    }

    /** Where they are seen. */
    Path mounted() {
        return scratch.resolve("mounted");
    }

    /** Fails from now on as the lines say. */
    void breaksAs(String... lines) throws IOException {
        Path fresh = scratch.resolve("fresh");
        Files.write(fresh, List.of(lines));
        Files.move(fresh, scratch.resolve("source.broken"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws Exception {
        Shell.run(scratch, "fusermount -u -z mounted");
        if (!fuse.waitFor(10, TimeUnit.SECONDS)) {
            fuse.destroyForcibly();
        }
        Shell.run(Path.of("/"), "rm -r --one-file-system " + scratch);
    }
}
