package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** How directories of the store are made; those that a {@link Disk} makes. */
final class StoreDirectories {
    /** At first; the umask may take away from it, and what it is to be in the end is set then. */
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rwx------");

    private final Disk disk;

    StoreDirectories(Disk disk) {
        this.disk = disk;
    }

    /** With all that are missing above it. */
    void create(Path directory) throws IOException {
        try {
            disk.tree().directory(directory).close();
        } catch (NoSuchFileException e) {
            create(Objects.requireNonNull(directory.getParent(), "the root exists"));
            try (Held parent = disk.tree().parent(directory)) {
                make(parent, Disk.name(directory)).close();
            }
        }
    }

    /** One that only those may enter who publish. */
    void createClosed(Path directory) throws IOException {
        try (Held parent = disk.tree().parent(directory);
                Held made = make(parent, Disk.name(directory), true, true)) {
            Inode inode = made.inode();
            if (inode.isOpenToOthers() && disk.tree().isCallers(inode)) {
                // Of an earlier version.
                made.setMode(StoreModes.closedDirectory(parent.inode(), inode));
            }
        }
    }

    Held make(Held parent, String name) throws IOException {
        return make(parent, name, false, true);
    }

    /** The name of it need not be on the disk when this returns. */
    Held makeUnforced(Held parent, String name) throws IOException {
        return make(parent, name, false, false);
    }

    private Held make(Held parent, String name, boolean isClosed, boolean isForced) throws IOException {
        disk.before("create", parent.path().resolve(name));
        var mode = PosixFilePermissions.asFileAttribute(isClosed ? CLOSED : OPEN);
        try {
            parent.use(name, path -> Files.createDirectory(path, mode));
        } catch (FileAlreadyExistsException e) {
            return existing(parent, name);
        }
        Held made = parent.directory(name);
        try {
            Inode above = parent.inode();
            Inode inode = made.inode();
            made.setMode(isClosed ? StoreModes.closedDirectory(above, inode) : StoreModes.directory(above, inode));
            if (isForced) {
                disk.force(parent);
            }
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Made by another process meanwhile. */
    private static Held existing(Held parent, String name) throws IOException {
        try {
            return parent.directory(name);
        } catch (NotDirectoryException e) {
            throw new FileAlreadyExistsException(e.getFile());
        }
    }
}
