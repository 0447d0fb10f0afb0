package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which versions have been met under a path, by the second of their last change. HTTP dates are in whole seconds, and
 * reproducible builds give all their files one date, so that two versions can carry the same.
 */
final class DateHistory {
    private static final int MOST_PER_PATH = 64;

    /** Image stores and reproducible builds give 1970, or the date of some commit, to all that they ever make. */
    private static final long LONG_AGO_NANOS = Duration.ofDays(366).toNanos();

    /** By directory and name of a file: of each date the first version that had it. Most files have one. */
    private final Map<Path, Map<String, List<FileVersion>>> met = new ConcurrentHashMap<>();

    /** Notes a version, and says whether its date has belonged to no other version of the same name there. */
    boolean isUnique(Path directory, String name, FileVersion version) {
        long sinceDate = version.changedNanos() - version.modifiedNanos();
        if (sinceDate < 0 || sinceDate > LONG_AGO_NANOS) {
            return false;
        }
        Map<String, List<FileVersion>> files = met.computeIfAbsent(directory, path -> new HashMap<>());
        synchronized (files) {
            List<FileVersion> versions = files.getOrDefault(name, List.of());
            if (versions.size() >= MOST_PER_PATH) {
                // A file that changes all the time: its dates are not worth remembering, and no longer believed.
                return false;
            }
            Optional<FileVersion> first = versions.stream()
                    .filter(other -> other.modifiedSecond().equals(version.modifiedSecond()))
                    .findFirst();
            if (first.isEmpty()) {
                files.put(name, with(versions, version));
            }
            return first.isEmpty() || first.get().equals(version);
        }
    }

    private static List<FileVersion> with(List<FileVersion> versions, FileVersion version) {
        return Stream.concat(versions.stream(), Stream.of(version)).toList();
    }
}
