package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Goes along a path step by step, with each directory held open while the next one is looked up in it. A symbolic link
 * counts only where root or the one who calls has made it: what another user plants leads nowhere.
 */
final class Walk {
    /** As many as the kernel follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private final Caller caller;
    private final Maker maker;

    /** Makes a directory that is missing. */
    interface Maker {
        Held make(Held parent, String name) throws IOException;
    }

    /** Makes none. */
    static final Maker NONE = (parent, name) -> {
        throw new NoSuchFileException(parent.path().resolve(name).toString());
    };

    Walk(Caller caller, Maker maker) {
        this.caller = caller;
        this.maker = maker;
    }

    /** The directory at a path in which there are no symbolic links. */
    static Held strictly(Path real) throws IOException {
        try (Held root = Held.root()) {
            return strictly(root, root.path().relativize(real), held -> {});
        }
    }

    /** What each directory on the way has to be. */
    interface Check {
        void of(Held directory) throws IOException;
    }

    /** Without following any link. */
    static Held strictly(Held start, Path relative, Check check) throws IOException {
        Held current = start.again();
        try {
            for (Path name : relative) {
                if (name.toString().isEmpty()) {
                    continue;
                }
                Held next = current.directory(name.toString());
                current.close();
                current = next;
                check.of(current);
            }
            return current;
        } catch (IOException | RuntimeException e) {
            current.close();
            throw e;
        }
    }

    /** The directory at a path. */
    Held to(Path path) throws IOException {
        try (Held root = Held.root()) {
            return from(root, root.path().relativize(path.toAbsolutePath()));
        }
    }

    /** The directory at a path that begins at another one. */
    Held from(Held start, Path relative) throws IOException {
        Deque<String> ahead = new ArrayDeque<>();
        relative.forEach(name -> ahead.add(name.toString()));
        Held current = start.again();
        try {
            for (int links = 0; !ahead.isEmpty(); ) {
                String name = ahead.remove();
                if (name.isEmpty()) {
                    continue;
                }
                Held step = step(current, name);
                Held next = step.inode().isLink() ? follow(current, step, ++links, ahead) : step;
                current.close();
                current = next;
            }
            return current;
        } catch (IOException | RuntimeException e) {
            current.close();
            throw e;
        }
    }

    private Held step(Held current, String name) throws IOException {
        Held next;
        try {
            next = current.child(name);
        } catch (NoSuchFileException e) {
            return maker.make(current, name);
        }
        Inode inode = next.inode();
        if (!inode.isDirectory() && !inode.isLink()) {
            next.close();
            throw new NotDirectoryException(next.path().toString());
        }
        return next;
    }

    /** Where the names of the target begin; they go before those that are ahead. */
    private Held follow(Held current, Held link, int links, Deque<String> ahead) throws IOException {
        try (link) {
            requireFollowable(link, links);
            Path target = link.target();
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                ahead.addFirst(target.getName(i).toString());
            }
            return target.isAbsolute() ? Held.root() : current.again();
        }
    }

    private void requireFollowable(Held link, int links) throws IOException {
        Inode inode = link.inode();
        if (links > MOST_LINKS) {
            throw new FileSystemException(link.path().toString(), null, "Too many levels of symbolic links");
        }
        if (!caller.trusts(inode)) {
            throw new FileSystemException(
                    link.path().toString(),
                    null,
                    "is a symbolic link that " + inode.ownerName()
                            + " has made, and is not followed; name the directory behind it");
        }
    }
}
