package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which versions have been met under a path, by the second of their last change. HTTP dates are in whole seconds, and
 * reproducible builds give all their files one date, so that two versions can carry the same.
 */
final class DateHistory {
    private static final int MOST_PER_PATH = 64;

    /** Image stores and reproducible builds give 1970, or the date of some commit, to all that they ever make. */
    private static final long LONG_AGO_NANOS = Duration.ofDays(366).toNanos();

    private final Map<Path, Map<Instant, FileVersion>> met = new ConcurrentHashMap<>();

    /** Notes a version, and says whether its date has belonged to no other version of the path. */
    boolean isUnique(Path path, FileVersion version) {
        long sinceDate = version.changedNanos() - version.modifiedNanos();
        if (sinceDate < 0 || sinceDate > LONG_AGO_NANOS) {
            return false;
        }
        Map<Instant, FileVersion> versions = met.computeIfAbsent(path, p -> new HashMap<>());
        synchronized (versions) {
            if (versions.size() >= MOST_PER_PATH) {
                // A file that changes all the time: its dates are not worth remembering, and no longer believed.
                return false;
            }
            FileVersion first = versions.putIfAbsent(version.modifiedSecond(), version);
            return first == null || first.equals(version);
        }
    }
}
