package io.plasmd.provider.release;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** What clients see in a directory and in those below it. */
final class VisibleTree {
    private final SortedMap<String, Path> found = new TreeMap<>();

    private VisibleTree() {}

    /**
     * All that is no directory, by its name below it; a link is one name, wherever it leads, and so is a directory that
     * is too deep for files.
     *
     * @throws java.io.UncheckedIOException where nobody knows what is in one
     */
    static SortedMap<String, Path> in(Path directory) {
        var tree = new VisibleTree();
        tree.enter(directory, "", 0);
        return tree.found;
    }

    private void enter(Path directory, String prefix, int depth) {
        for (Path child : VisibleFiles.in(directory)) {
            String name = prefix + Disk.name(child);
            if (depth < Names.MOST_DIRECTORIES && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                enter(child, name + "/", depth + 1);
            } else {
                found.put(name, child);
            }
        }
    }
}
