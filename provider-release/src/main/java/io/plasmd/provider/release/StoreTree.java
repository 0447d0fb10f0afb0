package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An artifacts directory that is held open from the first look at its owner on, and the way to everything below it. In
 * {@code .releases} no symbolic link is followed, and nothing is entered that somebody else could exchange.
 */
final class StoreTree implements Closeable {
    private final StoreLayout layout;
    private final Caller caller;
    private final Held root;
    private final Inode owner;
    private final Walk walk;

    private StoreTree(StoreLayout layout, Caller caller, Held root, Walk walk) throws IOException {
        this.layout = layout;
        this.caller = caller;
        this.root = root;
        this.owner = root.inode();
        this.walk = walk;
    }

    /**
     * Opens it; where it is missing it is made.
     *
     * @throws ReleaseException where it belongs to somebody in whose name it has to be done
     */
    static StoreTree open(StoreLayout layout, Walk.Maker maker) throws IOException, ReleaseException {
        Caller caller = Caller.current();
        Walk walk = new Walk(caller, maker);
        Held root = walk.to(layout.root());
        try {
            var tree = new StoreTree(layout, caller, root, walk);
            tree.requireOwn(root);
            tree.requireWritable(root);
            try (Held releases = root.directory(layout.releases().getFileName().toString())) {
                tree.requireOwn(releases);
                tree.requireWritable(releases);
            } catch (NoSuchFileException _) {
                // It will be made, in the name of the one who calls.
            }
            return tree;
        } catch (IOException | ReleaseException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private void requireOwn(Held directory) throws IOException, ReleaseException {
        Inode inode = directory.inode();
        boolean isSharedWithCaller =
                !caller.isRoot() && inode.isGroupWritable() && caller.groups().contains(inode.group());
        if (caller.trusts(inode) || isSharedWithCaller) {
            return;
        }
        String account = inode.ownerName().equals(Integer.toString(inode.owner()))
                ? "'#" + inode.owner() + "'"
                : inode.ownerName();
        throw new ReleaseException(directory.path() + " belongs to the user " + inode.ownerName()
                + (caller.isRoot()
                        ? ", and not to root: whatever that user puts there would be done with root's rights."
                        : ", and not to you, and is not shared with a group of yours.")
                + " Run it as its owner: sudo -u " + account + " provider …");
    }

    /** Root's own after it has published first: the next one is to know how to have it, and not only that it failed. */
    private void requireWritable(Held directory) throws IOException, ReleaseException {
        Inode inode = directory.inode();
        if (caller.isRoot() || caller.user() == inode.owner() || Files.isWritable(directory.self())) {
            return;
        }
        throw new ReleaseException(directory.path() + " belongs to " + inode.ownerName()
                + ", and you may not write to it. Either always publish as that user (sudo provider …), or share it"
                + " once with a group that you are in: chgrp -R GROUP DIR && chmod -R g+rwX DIR && find DIR -type d"
                + " -exec chmod g+s {} +, where DIR is " + layout.root());
    }

    /** Whether somebody who may change releases here has made a file: root, the one who calls, or the store's group. */
    boolean trusts(Inode inode) {
        return caller.trusts(inode)
                || inode.owner() == owner.owner()
                || (owner.isGroupWritable() && inode.group() == owner.group());
    }

    boolean isCallers(Inode inode) {
        return caller.user() == inode.owner();
    }

    Held directory(Path directory) throws IOException {
        Path relative = layout.root().relativize(directory);
        return directory.startsWith(layout.releases())
                ? Walk.strictly(root, relative, this::requireTrusted)
                : walk.from(root, relative);
    }

    /** A directory by its name in one of the store. */
    Held directoryIn(Held parent, String name) throws IOException {
        Held held = parent.directory(name);
        try {
            requireTrusted(held);
            return held;
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** The directory that a file or directory is in. */
    Held parent(Path path) throws IOException {
        Path parent = path.getParent();
        return parent == null || path.equals(layout.root()) ? root.again() : directory(parent);
    }

    /** All names in a directory of the store; none where there is no directory. */
    List<String> names(Path directory) throws IOException {
        try (Held held = directory(directory)) {
            return held.names();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** What has a name in the store, which is not followed. */
    Optional<Inode> look(Path path) throws IOException {
        try (Held parent = parent(path);
                Held held = parent.child(Disk.name(path))) {
            return Optional.of(held.inode());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }

    boolean holds(Path path) {
        return path.startsWith(layout.root());
    }

    /** To be locked, not written: other names of it do no harm. */
    void requireFile(Held held) throws IOException {
        Inode inode = held.inode();
        if (!inode.isRegular()) {
            throw new FileSystemException(
                    held.path().toString(),
                    null,
                    "is " + inode.kind() + ", so it is not what provider made; remove it");
        }
        requireTrusted(held);
    }

    private void requireTrusted(Held held) throws IOException {
        Inode inode = held.inode();
        if (!trusts(inode)) {
            throw new FileSystemException(
                    held.path().toString(),
                    null,
                    "belongs to " + inode.ownerName() + ", who could put anything there; give it to the owner of "
                            + layout.root() + ", or remove it");
        }
    }
}
