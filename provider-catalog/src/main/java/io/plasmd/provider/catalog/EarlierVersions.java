package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The versions of files that an earlier run has known, and that are not what is there now. */
final class EarlierVersions {
    private final Map<Path, Map<String, List<FileVersion>>> versions = new HashMap<>();

    synchronized void add(FileVersion version) {
        versions.computeIfAbsent(version.directory(), directory -> new HashMap<>())
                .merge(version.name(), List.of(version), EarlierVersions::both);
    }

    private static List<FileVersion> both(List<FileVersion> before, List<FileVersion> more) {
        List<FileVersion> all = new ArrayList<>(before);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Whether another version of the same file was dated in the same second. */
    synchronized boolean shareDate(FileVersion version) {
        return versions.getOrDefault(version.directory(), Map.of()).getOrDefault(version.name(), List.of()).stream()
                .anyMatch(other ->
                        !other.equals(version) && other.modifiedSecond().equals(version.modifiedSecond()));
    }

    /** Those that are there have been met by now, and are known to this run. */
    synchronized void forget(Set<FileVersion> present) {
        versions.values().forEach(files -> files.values().removeIf(present::containsAll));
        versions.values().removeIf(Map::isEmpty);
    }
}
