package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Removes directories in which releases were put together. Only what bears the mark of the store, the file {@code lock},
 * and only as deep as the store writes; the mark goes last, so that what is broken off here is gone on with by the next.
 */
final class StagingRemains {
    private StagingRemains() {}

    /**
     * Removes what a dead publisher has left; does nothing to what a living one has.
     *
     * @throws FileSystemException where something is in it that the store has not made
     */
    static void clear(Path directory, Disk disk) throws IOException {
        Path mark = directory.resolve(Staging.LOCK);
        Optional<Inode> inode = disk.tree().look(directory);
        if (inode.isEmpty()) {
            return;
        }
        if (!inode.get().isDirectory()) {
            throw notOurs(directory, "is " + inode.get().kind());
        }
        if (disk.tree().look(mark).isEmpty()) {
            removeEmpty(directory, disk);
            return;
        }
        try (FileChannel lock = disk.open(mark)) {
            if (lock.tryLock() == null) {
                return;
            }
            removeContent(directory, disk);
        } catch (OverlappingFileLockException e) {
            // By another thread of this process.
            return;
        }
        removeMark(directory, disk);
    }

    /** Its maker may have died before the mark was in it. */
    private static void removeEmpty(Path directory, Disk disk) throws IOException {
        try {
            disk.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            throw notOurs(directory, "has no file " + Staging.LOCK + " in it");
        }
    }

    private static FileSystemException notOurs(Path path, String why) {
        return new FileSystemException(path.toString(), null, why + ", so it is not what provider made; remove it");
    }

    /** All but the mark. */
    static void removeContent(Path directory, Disk disk) throws IOException {
        for (String name : disk.tree().names(directory)) {
            Path child = directory.resolve(name);
            Optional<Inode> inode = disk.tree().look(child);
            if (inode.isPresent() && inode.get().isDirectory()) {
                disk.deleteTree(child, StoreLayout.RECORD);
            } else if (!name.equals(Staging.LOCK)) {
                disk.deleteIfExists(child);
            }
        }
    }

    /** With nothing but the mark in it; another process may do the same at the same time. */
    static void removeMark(Path directory, Disk disk) throws IOException {
        disk.deleteIfExists(directory.resolve(Staging.LOCK));
        disk.deleteIfExists(directory);
    }
}
