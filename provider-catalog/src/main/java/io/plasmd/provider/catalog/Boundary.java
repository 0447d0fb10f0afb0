package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Releases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Which files of the artifacts directory clients may see: nothing outside of it, and nothing behind a dot. */
final class Boundary {
    private final Path root;

    Boundary(Path root) {
        this.root = root;
    }

    /**
     * Whether a file may be served. A link leads to a file of the same directory, or to one that has no dot in front of
     * any of its names; a directory can be that of a release, which a link leads to.
     */
    boolean isVisible(Path realPath, Path directory) throws IOException {
        Path realRoot = root.toRealPath();
        Path real = Objects.requireNonNull(realPath.getParent());
        return realPath.startsWith(realRoot)
                && directory.startsWith(realRoot)
                && Names.isSegment(realPath.getFileName().toString())
                && isVisibleDirectory(realRoot, directory)
                && (real.equals(directory) || hasNoDots(realRoot.relativize(real)));
    }

    /**
     * The store of releases has a dot in front, what it has for itself in it does not show. Nor does any other directory
     * with a dot, to which whoever owns a channel could make a link.
     */
    private static boolean isVisibleDirectory(Path realRoot, Path directory) {
        Path inside = realRoot.relativize(directory);
        int names = inside.getNameCount();
        return hasNoDots(inside)
                || (names > 1 && Releases.isStore(inside.getName(0)) && hasNoDots(inside.subpath(1, names)));
    }

    private static boolean hasNoDots(Path inside) {
        for (Path name : inside) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** Whether a link leads out of the tree, maybe to what nobody here may look at: it does not exist all the same. */
    boolean leadsOut(Path path) {
        try {
            Path target = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
            return !target.startsWith(root) && !target.startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
