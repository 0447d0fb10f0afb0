package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Files that are written to again after they were made: what is fetched, by the next try. A name that somebody has planted
 * would have files of others overwritten.
 */
final class StoreFile {
    private static final int FILE_MODE = 0644;

    private StoreFile() {}

    /**
     * Opens a file to be read and written, or makes it.
     *
     * @throws FileSystemException where the name leads to something else than a file that was made like this
     */
    static FileChannel open(Held directory, Path file) throws IOException {
        String name =
                Objects.requireNonNull(file.getFileName(), "a file has a name").toString();
        try (Held made = directory.create(name, FILE_MODE)) {
            made.setMode(StoreModes.file(directory.inode(), made.inode()));
            return made.channel(StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException _) {
            return existing(directory, name);
        }
    }

    private static FileChannel existing(Held directory, String name) throws IOException {
        try (Held held = directory.child(name)) {
            requireOurs(held, directory.inode());
            return held.channel(StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new FileSystemException(e.getFile(), null, "was removed just now; do the same again");
        }
    }

    private static void requireOurs(Held file, Inode directory) throws IOException {
        Inode inode = file.inode();
        String problem = null;
        if (!inode.isRegular()) {
            problem = "is " + inode.kind();
        } else if (inode.links() != 1) {
            problem = "has " + inode.links() + " names (hard links)";
        } else if (!Caller.current().trusts(inode)
                && inode.owner() != directory.owner()
                && !(directory.isGroupWritable() && inode.group() == directory.group())) {
            problem = "belongs to " + inode.ownerName();
        }
        if (problem != null) {
            throw new FileSystemException(
                    file.path().toString(), null, problem + ", so it is not what provider made; remove it");
        }
    }
}
