package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every change that the store makes to the disk goes through here: what it must be careful about stands in one place, and
 * a test can have it break off before any of them.
 *
 * <p>Each one holds the directory open in which it changes a name, and follows no name: see {@link StoreTree}.
 */
class Disk {
    private static final int FILE_MODE = 0644;

    private final StoreDirectories directories = new StoreDirectories(this);
    private @Nullable StoreTree tree;

    /**
     * Called before each change.
     *
     * @throws IOException for a disk that fails
     */
    void before(String change, Path path) throws IOException {}

    /**
     * Begins with an artifacts directory, which is made where it is missing. To be called before everything else.
     *
     * @throws ReleaseException where it belongs to somebody in whose name it has to be done
     */
    void enter(StoreLayout layout) throws IOException, ReleaseException {
        if (tree == null) {
            tree = StoreTree.open(layout, directories::make);
        }
    }

    /** When all is done; the next one enters again. */
    void leave() {
        StoreTree left = tree;
        tree = null;
        try {
            if (left != null) {
                left.close();
            }
        } catch (IOException e) {
            // It was held for looking only: nothing is lost with it.
        }
    }

    StoreTree tree() {
        return Objects.requireNonNull(tree, "the disk was not entered");
    }

    /** With all directories above it, each on the disk: of what is below one that a power failure takes, nothing is left. */
    void createDirectories(Path directory) throws IOException {
        directories.create(directory);
    }

    /** One that is to be forced later with all that is in it. */
    Held createDirectoryUnforced(Held parent, String name) throws IOException {
        return directories.makeUnforced(parent, name);
    }

    /** One that only those may enter who publish; the directory above it exists. */
    void createClosedDirectory(Path directory) throws IOException {
        directories.createClosed(directory);
    }

    static String name(Path path) {
        return Objects.requireNonNull(path.getFileName(), "below the artifacts directory")
                .toString();
    }

    /** A new empty file, open for reading and writing. */
    FileChannel create(Path file) throws IOException {
        try (Held parent = tree().parent(file);
                Held made = create(parent, name(file))) {
            return made.channel(StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    /** The same in a directory that is held open. */
    Held create(Held parent, String name) throws IOException {
        Held made = begin(parent, name);
        try {
            StoreModes.settle(made, parent.inode());
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** A new empty file that is to be settled when all is in it. */
    Held begin(Held parent, String name) throws IOException {
        before("create", parent.path().resolve(name));
        return parent.create(name, FILE_MODE);
    }

    /**
     * A file of the store, to be locked.
     *
     * @throws FileSystemException where it is none that the store has made
     */
    FileChannel open(Path file) throws IOException {
        try (Held parent = tree().parent(file);
                Held held = parent.child(name(file))) {
            tree().requireFile(held);
            return held.channel(StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
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

    /** For a file that an earlier version has made, under another umask. */
    void makeReadable(Held parent, String name) throws IOException {
        try (Held held = parent.child(name)) {
            Inode inode = held.inode();
            int mode = inode.permissions() | StoreModes.file(parent.inode(), inode);
            if (mode != inode.permissions()) {
                before("set the mode of", held.path());
                held.setMode(mode);
            }
        }
    }

    /** All of a buffer of memory that the kernel can read; of a file that was made here, and not forced. */
    void write(Held file, ByteBuffer direct) throws IOException {
        before("write", file.path());
        file.write(direct);
    }

    void setModified(Held file, long nanos) throws IOException {
        before("set the time of", file.path());
        file.setModified(nanos);
    }

    void force(FileChannel channel, Path file) throws IOException {
        before("force", file);
        channel.force(true);
    }

    /** Forces the names in a directory: those that were made, changed or removed. */
    void forceDirectory(Path directory) throws IOException {
        try (Held held = tree().directory(directory)) {
            force(held);
        }
    }

    void force(Held held) throws IOException {
        before("force", held.path());
        try (FileChannel channel = held.channel(StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * A second name of a file.
     *
     * @param existing in the store; or elsewhere, then what it is has to be asked of the link
     */
    void link(Held parent, String link, Path existing) throws IOException {
        before("link", parent.path().resolve(link));
        if (!tree().holds(existing)) {
            parent.use(link, path -> Files.createLink(path, existing));
            return;
        }
        try (Held from = tree().parent(existing)) {
            Path source = from.self().resolve(name(existing));
            parent.use(link, path -> Files.createLink(path, source));
        }
    }

    void symbolicLink(Path link, Path target) throws IOException {
        before("link", link);
        try (Held parent = tree().parent(link)) {
            parent.use(name(link), path -> Files.createSymbolicLink(path, target));
        }
    }

    /** In one step; what has the new name is replaced. */
    void rename(Path from, Path to) throws IOException {
        try (Held target = tree().parent(to)) {
            rename(from, target, name(to));
        }
    }

    /** The same into a directory that is held open. */
    void rename(Path from, Held target, String name) throws IOException {
        before("rename", from);
        try (Held source = tree().parent(from)) {
            Path old = source.self().resolve(name(from));
            target.use(name, path -> Files.move(old, path, StandardCopyOption.ATOMIC_MOVE));
        }
    }

    /** A file, a link, or an empty directory. */
    void deleteIfExists(Path path) throws IOException {
        try (Held parent = tree().parent(path)) {
            deleteIfExists(parent, name(path));
        } catch (NoSuchFileException e) {
            // With the directory that it was in.
        }
    }

    void deleteIfExists(Held parent, String name) throws IOException {
        before("delete", parent.path().resolve(name));
        parent.use(name, Files::deleteIfExists);
    }

    /** A directory that the store has made, with all that is in it: see {@link TreeRemoval}. */
    void deleteTree(Path directory, String mark) throws IOException {
        new TreeRemoval(this).remove(directory, mark);
    }

    /** Whether a name is there, also that of a link that leads nowhere. */
    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
