package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Every change that the store makes to the disk goes through here: what it must be careful about stands in one place, and
 * a test can have it break off before any of them.
 */
class Disk {
    /** Whatever the umask of the publisher is: the server is another user. */
    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-r--r--");

    /**
     * Called before each change.
     *
     * @throws IOException for a disk that fails
     */
    void before(String change, Path path) throws IOException {}

    /** With all directories above it, each on the disk: of what is below one that a power failure takes, nothing is left. */
    void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        before("create", directory);
        try {
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
            if (parent != null) {
                forceDirectory(parent);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** A new empty file, open for reading and writing. */
    FileChannel create(Path file) throws IOException {
        before("create", file);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(file, FILE_MODE);
        return channel;
    }

    /** A new file with a content that is on the disk when this returns. */
    void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = create(file)) {
            before("write", file);
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            force(channel, file);
        }
    }

    /** Within the kernel: a file system that can share blocks between files does so (copy_file_range(2)). */
    long transfer(FileChannel from, long position, long count, FileChannel to, Path file) throws IOException {
        before("write", file);
        return from.transferTo(position, count, to);
    }

    /** For a file that somebody else has made, with another umask. */
    void makeReadable(Path file) throws IOException {
        before("set the mode of", file);
        Files.setPosixFilePermissions(file, FILE_MODE);
    }

    void setModified(Path file, FileTime time) throws IOException {
        before("set the time of", file);
        Files.setLastModifiedTime(file, time);
    }

    void force(FileChannel channel, Path file) throws IOException {
        before("force", file);
        channel.force(true);
    }

    /** Forces the names in a directory: those that were made, changed or removed. */
    void forceDirectory(Path directory) throws IOException {
        before("force", directory);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void link(Path link, Path existing) throws IOException {
        before("link", link);
        Files.createLink(link, existing);
    }

    void symbolicLink(Path link, Path target) throws IOException {
        before("link", link);
        Files.createSymbolicLink(link, target);
    }

    /** In one step; what has the new name is replaced. */
    void rename(Path from, Path to) throws IOException {
        before("rename", from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    void deleteIfExists(Path path) throws IOException {
        before("delete", path);
        Files.deleteIfExists(path);
    }

    /** A directory with everything in it. Links are removed, not followed. */
    void deleteTree(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (var children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    deleteTree(child);
                }
            }
        }
        deleteIfExists(directory);
    }
}
