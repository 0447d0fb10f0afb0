package io.plasmd.provider.artifacts;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which failures to read a file are worth a line: one of each file in ten seconds. A disk that is gone fails for every
 * client at once, and the count of all is a metric.
 */
final class ReadFailures {
    private static final Duration TIME = Duration.ofSeconds(10);

    /** Names of files on disk, so there are not many. */
    private final Map<String, Recent> recent = new HashMap<>();

    private record Recent(long saidNanos, int leftOut) {}

    /** What to add to the line, which tells how many were left out before; empty where it is to be left out itself. */
    synchronized Optional<String> line(String file) {
        long now = System.nanoTime();
        Recent before = recent.get(file);
        if (before != null && now - before.saidNanos() < TIME.toNanos()) {
            recent.put(file, new Recent(before.saidNanos(), before.leftOut() + 1));
            return Optional.empty();
        }
        recent.put(file, new Recent(now, 0));
        return Optional.of(
                before == null || before.leftOut() == 0 ? "" : " (and " + before.leftOut() + " times before)");
    }
}
