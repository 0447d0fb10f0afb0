package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What clients see in a directory and in those below it. */
final class VisibleTree {
    private final Predicate<Path> followed;
    private final Deque<Path> above = new ArrayDeque<>();
    private final SortedMap<String, Path> found = new TreeMap<>();

    private VisibleTree(Predicate<Path> followed) {
        this.followed = followed;
    }

    /**
     * All that is no directory, by its name below it; a link is one name, wherever it leads, and so is a directory that
     * is too deep for files.
     *
     * @throws java.io.UncheckedIOException where nobody knows what is in one
     */
    static SortedMap<String, Path> in(Path directory) {
        return in(directory, link -> false);
    }

    /**
     * The same, but what is in directories that links lead to is found behind them.
     *
     * @param followed whether a link is one of those
     */
    static SortedMap<String, Path> in(Path directory, Predicate<Path> followed) {
        var tree = new VisibleTree(followed);
        tree.enter(directory, "");
        return tree.found;
    }

    private void enter(Path directory, String prefix) {
        above.push(directory);
        for (Path child : VisibleFiles.in(directory)) {
            String name = prefix + Disk.name(child);
            if (above.size() <= Names.MOST_DIRECTORIES && isDirectory(child)) {
                enter(child, name + "/");
            } else {
                found.put(name, child);
            }
        }
        above.pop();
    }

    private boolean isDirectory(Path child) {
        return Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                || (Files.isDirectory(child)
                        && followed.test(child)
                        && above.stream().noneMatch(one -> isSame(one, child)));
    }

    /** A link that leads back to where it is in would be found behind itself without end. */
    private static boolean isSame(Path directory, Path link) {
        try {
            return Files.isSameFile(directory, link);
        } catch (IOException e) {
            return false;
        }
    }
}
