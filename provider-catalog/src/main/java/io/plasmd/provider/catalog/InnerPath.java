package io.plasmd.provider.catalog;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory as one of an architecture: its own, or one below it.
 *
 * @param architecture its directory
 * @param prefix what the names of files begin with; empty at the top, else with a / at its end
 */
record InnerPath(Path architecture, String prefix) {
    /** Below the root: a channel, and an architecture of it. */
    private static final int TOP = 2;

    /** Empty for the root and for a channel. */
    static Optional<InnerPath> of(Path root, Path place) {
        Path inside = root.relativize(place);
        int names = inside.getNameCount();
        return names < TOP
                ? Optional.empty()
                : Optional.of(new InnerPath(
                        root.resolve(inside.subpath(0, TOP)), names == TOP ? "" : inside.subpath(TOP, names) + "/"));
    }

    boolean isTop() {
        return prefix.isEmpty();
    }

    /** Behind how many directories its files are. */
    int depth() {
        return (int) prefix.chars().filter(c -> c == '/').count();
    }

    /** Where it is if the directory of its architecture really is there. */
    Path in(Path directory) {
        return isTop() ? directory : directory.resolve(prefix);
    }
}
