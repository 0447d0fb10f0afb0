package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories below those of architectures. No link to one is followed, neither for a client nor in a listing: rings
 * of them have no end, and what is listed can be had.
 */
final class InnerDirectories {
    private final Path root;
    private final Room room;
    private final ArtifactFiles files;
    private final KnownDirectories known = new KnownDirectories();

    InnerDirectories(Path root, Room room, ArtifactFiles files) {
        this.root = root;
        this.room = room;
        this.files = files;
    }

    /** Whether a directory of the tree is one of them. */
    boolean has(Path directory) {
        return InnerPath.of(root, directory).filter(path -> !path.isTop()).isPresent();
    }

    /**
     * Whether the directories in a name are there, and none of them by a link.
     *
     * @param top that of the architecture, as clients see it
     * @param real where that leads
     * @throws IOException where nobody knows, and where one was there a moment ago
     * @throws UncheckedIOException where one has too many names to be known
     */
    boolean leadTo(String name, Path top, Path real) throws IOException {
        if (name.indexOf('/') < 0) {
            return true;
        }
        List<String> levels = levels(name);
        if (levels.size() > Names.MOST_DIRECTORIES || levels.contains(Unreadable.LOST_AND_FOUND.toString())) {
            return false;
        }
        Path place = top;
        Path inner = real;
        for (String level : levels) {
            place = place.resolve(level);
            inner = inner.resolve(level);
            room.requireKnown(place);
            if (!isThere(place, inner)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(Path place, Path inner) throws IOException {
        try {
            return FileState.at(inner, LinkOption.NOFOLLOW_LINKS).isDirectory();
        } catch (IOException e) {
            files.requireAbsent(inner, e);
            known.requireLongGone(place);
            return false;
        }
    }

    /** Whether a path is that of a directory, with no link in it. */
    boolean isItself(Path directory) throws IOException {
        try {
            return directory.toRealPath().equals(directory)
                    && FileState.at(directory, LinkOption.NOFOLLOW_LINKS).isDirectory();
        } catch (IOException e) {
            files.requireAbsent(directory, e);
            return false;
        }
    }

    /**
     * Of directories in which something was not found.
     *
     * @throws UncheckedIOException where one of them is a mount point without its disk
     */
    void requireMounted(Path top, String name) {
        Path place = top;
        for (String level : levels(name)) {
            place = place.resolve(level);
            if (!Files.isDirectory(place)) {
                return;
            }
            known.requireMounted(place);
        }
    }

    /**
     * One has been looked into.
     *
     * @throws UncheckedIOException where it is a mount point without its disk
     */
    void listed(Path directory, boolean hasSomething) {
        if (hasSomething) {
            known.filled(directory);
        } else {
            known.requireMounted(directory);
        }
    }

    /** It has gone just now. */
    void noteGone(Path directory) {
        if (known.isKnown(directory)) {
            known.noteGone(directory);
        }
    }

    void forgetLongGone() {
        known.forgetLongGone();
    }

    /** The names of the directories in a name. */
    private static List<String> levels(String name) {
        List<String> levels = new ArrayList<>(List.of(name.split("/", -1)));
        levels.removeLast();
        return levels;
    }
}
