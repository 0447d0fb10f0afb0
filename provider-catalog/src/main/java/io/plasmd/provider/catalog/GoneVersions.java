package io.plasmd.provider.catalog;

import io.plasmd.provider.files.Absence;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which versions of files are gone. Those in a directory that is gone as a whole are not: it may be a file system that is
 * not mounted just now. One below a directory that was looked into is known to be gone.
 */
final class GoneVersions implements Predicate<FileVersion> {
    private final Set<FileVersion> present;
    private final boolean inDoubt;
    private final Set<Path> looked;
    private final Set<Path> crowded;
    private final Set<Path> there = new HashSet<>();

    /**
     * As one look has found it.
     *
     * @param present every version on disk that was met
     * @param inDoubt whether others may still be there
     * @param looked directories that have been looked into, with all below them
     * @param crowded directories of which nothing is to be known
     */
    GoneVersions(Set<FileVersion> present, boolean inDoubt, Set<Path> looked, Set<Path> crowded) {
        this.present = present;
        this.inDoubt = inDoubt;
        this.looked = looked;
        this.crowded = crowded;
    }

    @Override
    public boolean test(FileVersion version) {
        Path directory = version.directory();
        return !present.contains(version)
                && (isThere(directory) || isIn(directory, looked))
                && (!inDoubt || isIn(directory, crowded) || !isStillThere(version));
    }

    private boolean isThere(Path directory) {
        return there.contains(directory) || (Files.isDirectory(directory) && there.add(directory));
    }

    private static boolean isIn(Path directory, Set<Path> some) {
        for (Path one = directory; one != null && !some.isEmpty(); one = one.getParent()) {
            if (some.contains(one)) {
                return true;
            }
        }
        return false;
    }

    /** As far as anybody can tell. */
    private static boolean isStillThere(FileVersion version) {
        try {
            return FileVersion.read(version.path()).equals(version);
        } catch (IOException e) {
            return !Absence.isCertain(version.path(), e);
        }
    }
}
