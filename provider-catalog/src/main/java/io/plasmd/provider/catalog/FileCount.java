package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Counts artifacts at the least cost, for the one line that says that a server is ready. */
final class FileCount {
    /** Beyond so many it tells names: to look at each file would keep a server from getting ready. */
    private static final int MANY = 500;

    private final ArtifactTree tree;
    private int looked;
    private boolean isExact = true;

    /**
     * What is counted.
     *
     * @param isExact whether there are no more
     */
    record Result(int count, boolean isExact) {
        static final Result NONE = new Result(0, true);

        String words() {
            return count == 1 && isExact ? "1 artifact" : (isExact ? "" : "more than ") + count + " artifacts";
        }
    }

    FileCount(ArtifactTree tree) {
        this.tree = tree;
    }

    /** Those of an architecture, and in directories below as far as that does not take long. */
    Result of(Path directory) {
        int count = of(directory, "");
        return new Result(count, isExact);
    }

    private int of(Path directory, String prefix) {
        List<Path> visible = tree.room().list(directory, directory).visible().stream()
                .filter(file -> !Names.isReserved(prefix + file.getFileName()))
                .toList();
        looked += visible.size();
        if (looked > MANY) {
            return visible.size();
        }
        int count = 0;
        for (Path file : visible) {
            String name = prefix + file.getFileName();
            count += tree.files().isArtifact(file) ? 1 : isDirectory(file, name) ? inner(file, name + "/") : 0;
        }
        return count;
    }

    private int inner(Path directory, String prefix) {
        try {
            isExact &= looked <= MANY;
            return isExact ? of(directory, prefix) : 0;
        } catch (UncheckedIOException e) {
            // Nobody knows, and it is said where that is of consequence.
            return 0;
        }
    }

    private static boolean isDirectory(Path file, String name) {
        try {
            return !file.endsWith(Unreadable.LOST_AND_FOUND)
                    && Names.isArtifact(name)
                    && FileState.at(file, LinkOption.NOFOLLOW_LINKS).isDirectory();
        } catch (IOException e) {
            return false;
        }
    }
}
