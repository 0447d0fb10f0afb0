package io.plasmd.provider.artifacts;

import static io.plasmd.provider.artifacts.ServedFile.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two writes within one step of the clock of a file system: what is told of the file is of the second. */
final class CoarseTimeTest {
    /** Long enough to digest the first, and short against a step. */
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private static final int MOST_TRIES = 10;

    @ParameterizedTest
    @ValueSource(ints = {1000, 300_000})
    void onFat(int size) throws Exception {
        try (var disk = LoopDisk.vfat();
                var served = new ServedFile(disk.path())) {
            writeTwiceWithinAStep(served, size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 300_000})
    void onExt4WithSmallInodes(int size) throws Exception {
        try (var disk = LoopDisk.smallInodes();
                var served = new ServedFile(disk.path())) {
            writeTwiceWithinAStep(served, size);
        }
    }

    @Test
    void inMemoryWhereStepsAreShort() throws Exception {
        try (var served = new ServedFile("/dev/shm")) {
            for (int i = 0; i < MOST_TRIES; i++) {
                served.write(content(2 * i, 1000));
                served.server().status("/kernel");
                served.write(content(2 * i + 1, 1000));
                served.assertNowServed(content(2 * i + 1, 1000));
            }
        }
    }

    private static void writeTwiceWithinAStep(ServedFile served, int size) throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            FileTime first = write(served, content(2 * i, size));
            assertNothingIsBelieved(served.server());
            if (write(served, content(2 * i + 1, size)).equals(first)) {
                served.assertNowServed(content(2 * i + 1, size));
                served.server().restart();
                served.assertNowServed(content(2 * i + 1, size));
                return;
            }
        }
        abort("skipped: this machine is too slow to write twice within a step");
    }

    /** By a time that is not set: FAT keeps one time alone. */
    private static FileTime write(ServedFile served, byte[] content) throws Exception {
        Files.write(served.path(), content);
        return (FileTime) Files.getAttribute(served.path(), "unix:ctime");
    }

    private static void assertNothingIsBelieved(ArtifactServer server) throws Exception {
        long end = System.nanoTime() + BETWEEN.toNanos();
        while (System.nanoTime() < end) {
            try (var response = server.get("/kernel")) {
                assertEquals(503, response.code());
                assertNull(response.header("ETag"));
            }
        }
    }
}
