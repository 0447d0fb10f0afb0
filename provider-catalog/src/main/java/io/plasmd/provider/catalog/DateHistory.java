package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Which versions have been met under a path, by the second of their last change. HTTP dates are in whole seconds, and
 * reproducible builds give all their files one date, so that two versions can carry the same.
 */
final class DateHistory {
    private static final int MOST_PER_PATH = 64;

    /** Image stores and reproducible builds give 1970, or the date of some commit, to all that they ever make. */
    private static final long LONG_AGO_NANOS = Duration.ofDays(366).toNanos();

    private final int most;
    /** By directory and name of a file: of each date the first version that had it. Most have one, which others keep too. */
    private final Map<Path, Map<String, List<FileVersion>>> met = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong newestSecond = new AtomicLong(Long.MIN_VALUE);
    private volatile long forgottenSecond = Long.MIN_VALUE;

    /**
     * Has met nothing yet.
     *
     * @param most how many versions to remember: where files come and go without end, memory is worth more than dates
     */
    DateHistory(int most) {
        this.most = most;
    }

    /** Notes a version, and says whether its date has belonged to no other version of the same name there. */
    boolean isUnique(Path directory, String name, FileVersion version) {
        long sinceDate = version.changedNanos() - version.modifiedNanos();
        if (sinceDate < 0 || sinceDate > LONG_AGO_NANOS) {
            return false;
        }
        newestSecond.accumulateAndGet(second(version.changedNanos()), Math::max);
        if (count.get() >= most) {
            forget();
        }
        return isUnique(met.computeIfAbsent(directory, path -> new HashMap<>()), name, version)
                && second(version.modifiedNanos()) > forgottenSecond;
    }

    private boolean isUnique(Map<String, List<FileVersion>> files, String name, FileVersion version) {
        synchronized (files) {
            List<FileVersion> versions = files.getOrDefault(name, List.of());
            if (versions.size() >= MOST_PER_PATH) {
                // A file that changes all the time: its dates are not worth remembering, and no longer believed.
                return false;
            }
            Optional<FileVersion> first = versions.stream()
                    .filter(other -> second(other.modifiedNanos()) == second(version.modifiedNanos()))
                    .findFirst();
            if (first.isEmpty()) {
                files.put(name, with(versions, version));
                count.incrementAndGet();
            }
            return first.isEmpty() || isSame(first.get(), version);
        }
    }

    /** Of one name, be it in one release or in another that has the same file. */
    private static boolean isSame(FileVersion one, FileVersion other) {
        return one.changedNanos() == other.changedNanos() && one.size() == other.size() && one.inode() == other.inode();
    }

    /** Nothing that is dated up to now is believed from now on. */
    private synchronized void forget() {
        if (count.get() >= most) {
            forgottenSecond = newestSecond.get();
            met.clear();
            count.set(0);
        }
    }

    private static long second(long nanos) {
        return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }

    private static List<FileVersion> with(List<FileVersion> versions, FileVersion version) {
        // Of one, a list without an array.
        return versions.isEmpty()
                ? List.of(version)
                : Stream.concat(versions.stream(), Stream.of(version)).toList();
    }
}
