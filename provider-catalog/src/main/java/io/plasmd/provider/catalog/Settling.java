package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether a version of a file is old enough to be believed. Of two writes within one step of the clock of the file system
 * the second leaves no trace; so what is met is to be seen unchanged for longer than a step before its digest says
 * anything. It is this server's seeing that counts: the clock of a file server is another one.
 */
final class Settling {
    private static final long SECOND = 1_000_000_000L;

    /** Kernels before 6.13 stamp a change with the time of the last timer tick, 10 ms apart at the most. */
    private static final Duration STEP = Duration.ofMillis(50);

    /** FAT has steps of two seconds, other file systems without fractions of one. */
    static final Duration COARSE_STEP = Duration.ofMillis(2200);

    /** Older than any two clocks differ that somebody cares for. */
    private static final Duration OLD = Duration.ofMinutes(1);

    private static final int MANY = 50_000;

    private static final Set<String> MADE_ONCE = Set.of("squashfs", "iso9660", "erofs", "cramfs", "romfs");

    private final InstantSource clock;
    private final Map<FileVersion, Long> seen = new ConcurrentHashMap<>();

    Settling(InstantSource clock) {
        this.clock = clock;
    }

    /** Steps of whole seconds show in the time that nobody can set. */
    static boolean isCoarse(FileVersion version) {
        return version.changedNanos() % SECOND == 0;
    }

    /** How long to wait after the first look. */
    static Duration step(FileVersion version) {
        return isCoarse(version) ? COARSE_STEP : STEP;
    }

    /** Takes note of a version that is met; true where it is settled. */
    boolean isSettled(FileVersion version) {
        return restNanos(version) <= 0;
    }

    /** How much longer it takes. */
    long restNanos(FileVersion version) {
        if (TimeUnit.MILLISECONDS.toNanos(clock.millis()) - version.changedNanos() > OLD.toNanos()
                || (isCoarse(version) && isMadeOnce(version.path()))) {
            return 0;
        }
        long now = System.nanoTime();
        Long first = seen.putIfAbsent(version, now);
        return step(version).toNanos() - (first == null ? 0 : now - first);
    }

    /** Of an image that nobody can write to: a mount that is only read-only here may be written to elsewhere. */
    private static boolean isMadeOnce(Path file) {
        try {
            return MADE_ONCE.contains(Files.getFileStore(file).type());
        } catch (IOException e) {
            return false;
        }
    }

    /** Those that were met long ago, be they still there or not: a file that is gone may still be sent. */
    void forgetOld() {
        long now = System.nanoTime();
        // One that is met again has to wait once more: of so many only a few are.
        long old = seen.size() > MANY ? 2 * COARSE_STEP.toNanos() : OLD.toNanos();
        seen.values().removeIf(first -> now - first > old);
    }
}
