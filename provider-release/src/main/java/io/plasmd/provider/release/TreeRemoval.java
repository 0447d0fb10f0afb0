package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Removes a directory that the store has made, with all that is in it, as deep as releases go: what is deeper the store has
 * not written. No link is followed, and no directory is entered that somebody else could have put there.
 */
final class TreeRemoval {
    private final Disk disk;

    TreeRemoval(Disk disk) {
        this.disk = disk;
    }

    /**
     * Does it.
     *
     * @param mark the file in it that says whose it is, which goes last: what is broken off can be told for what it is
     * @throws DirectoryNotEmptyException where something is too deep
     */
    void remove(Path directory, String mark) throws IOException {
        try (Held held = disk.tree().directory(directory)) {
            for (String name : held.names()) {
                if (!name.equals(mark)) {
                    remove(held, name, 1);
                }
            }
            disk.deleteIfExists(held, mark);
        } catch (NoSuchFileException e) {
            return;
        }
        disk.deleteIfExists(directory);
    }

    private void remove(Held parent, String name, int level) throws IOException {
        try {
            disk.deleteIfExists(parent, name);
        } catch (DirectoryNotEmptyException e) {
            if (level > Names.MOST_DIRECTORIES) {
                throw e;
            }
            try (Held held = disk.tree().directoryIn(parent, name)) {
                for (String child : held.names()) {
                    remove(held, child, level + 1);
                }
            }
            disk.deleteIfExists(parent, name);
        }
    }
}
