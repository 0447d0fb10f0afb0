package io.plasmd.provider.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a name leads by the links of this machine's own file systems. What is on others is not asked: they may not answer,
 * and whoever follows a name into them waits for that in the kernel.
 */
final class LocalLinks {
    /** As many as the kernel follows, path_resolution(7). */
    private static final int MOST = 40;

    private LocalLinks() {}

    /**
     * Follows them.
     *
     * @param path absolute, without dots
     * @param others where file systems of other machines are mounted
     * @return a name without links up to where one of these begins, or nothing is there
     */
    static Path follow(Path path, Set<Path> others) {
        Path rest = path;
        Path root = Objects.requireNonNull(path.getRoot(), "absolute");
        Path done = root;
        int links = 0;
        for (int at = 0; at < rest.getNameCount(); at++) {
            Path next = done.resolve(rest.getName(at));
            if (others.contains(next)) {
                return next.resolve(below(rest, at)).normalize();
            }
            @Nullable Path target = Files.isSymbolicLink(next) && links < MOST ? target(next) : null;
            if (target == null) {
                done = next;
                continue;
            }
            links++;
            rest = done.resolve(target).resolve(below(rest, at)).normalize();
            done = root;
            at = -1;
        }
        return done;
    }

    private static Path below(Path path, int at) {
        return at + 1 < path.getNameCount() ? path.subpath(at + 1, path.getNameCount()) : Path.of("");
    }

    private static @Nullable Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            // It has gone just now.
            return null;
        }
    }
}
