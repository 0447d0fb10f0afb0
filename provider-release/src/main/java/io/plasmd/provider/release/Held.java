package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of any kind that is held open: asked and used afterwards it is still the same one, whatever becomes of its name.
 *
 * <p>What Java itself can do is done by the name that the kernel has for a descriptor, {@code /proc/self/fd/N}
 * (proc_pid_fd(5)): it leads to the file that is open, and not along its path.
 */
final class Held implements Closeable {
    /** EPERM, EOPNOTSUPP and ENOSYS; that of somebody else's file is EPERM too, but what was made here is not. */
    private static final Set<String> REFUSALS =
            Set.of("Operation not permitted", "Operation not supported", "Function not implemented");

    private final int descriptor;
    private final Path directory;
    private final String name;

    /** Put together when it is asked for: for each of tens of thousands of files that takes as long as to open it. */
    private @Nullable Path path;

    private boolean isOpen = true;

    private Held(int descriptor, Path directory, String name) {
        this.descriptor = descriptor;
        this.directory = directory;
        this.name = name;
    }

    /** The directory that all paths begin at. */
    static Held root() throws IOException {
        return new Held(Libc.openRoot(), Path.of("/"), "");
    }

    /** Something by its name in this directory; a symbolic link is held itself. */
    Held child(String name) throws IOException {
        return open(name, Libc.PATH_ONLY, 0);
    }

    /** The same directory once more. */
    Held again() throws IOException {
        return new Held(Libc.openAt(descriptor, ".", Libc.PATH_ONLY, 0, this::path), directory, name);
    }

    /** The same directory opened to be read, and not only to be passed through. */
    Held opened() throws IOException {
        return new Held(Libc.openAt(descriptor, ".", 0, 0, this::path), directory, name);
    }

    /** Has all of its file system on the disk; of an opened directory only. */
    void syncFileSystem() throws IOException {
        Libc.syncFileSystem(descriptor, path());
    }

    /** A directory in this one. */
    Held directory(String name) throws IOException {
        Held child = child(name);
        try {
            FileState state = child.state();
            if (!state.isDirectory()) {
                throw state.isLink()
                        ? notFollowed(child.path())
                        : new NotDirectoryException(child.path().toString());
            }
            return child;
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    static FileSystemException notFollowed(Path link) {
        return new FileSystemException(
                link.toString(), null, "is a symbolic link; links are not followed there, remove it");
    }

    /** A file that is made here and now, for this process to write. */
    Held create(String name, int mode) throws IOException {
        return open(name, Libc.CREATE | Libc.EXCLUSIVE | Libc.READ_WRITE, mode);
    }

    private Held open(String name, int flags, int mode) throws IOException {
        Path parent = path();
        return new Held(Libc.openAt(descriptor, name, flags, mode, () -> parent.resolve(name)), parent, name);
    }

    /** For messages: where it was when it was opened. */
    Path path() {
        Path whole = path;
        if (whole == null) {
            whole = name.isEmpty() ? directory : directory.resolve(name);
            path = whole;
        }
        return whole;
    }

    /** The open file itself. */
    Path self() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    FileState state() throws IOException {
        try {
            return FileState.ofDescriptor(descriptor, directory);
        } catch (FileSystemException e) {
            throw told(e, path());
        }
    }

    /** Of a name in this directory, which is not followed. */
    FileState look(String name) throws IOException {
        return FileState.in(descriptor, name, path());
    }

    Inode inode() throws IOException {
        return Inode.of(state(), this::self);
    }

    /** Where it leads, if it is a symbolic link. */
    Path target() throws IOException {
        return Path.of(Libc.readLink(descriptor, path()));
    }

    /** To read or write it; with a descriptor of its own. */
    FileChannel channel(OpenOption... options) throws IOException {
        try {
            return FileChannel.open(self(), options);
        } catch (FileSystemException e) {
            throw told(e, path());
        }
    }

    /** The same file opened to be read, by {@link #read}. */
    Held readable() throws IOException {
        return new Held(Libc.openToRead(descriptor, this::path), directory, name);
    }

    /** Fills a buffer from the beginning of the file on, as far as that goes; gives how many bytes that were. */
    int read(ByteBuffer direct) throws IOException {
        return (int) FileCalls.read(descriptor, MemorySegment.ofBuffer(direct), this::path);
    }

    /** Writes all of a buffer from the beginning of the file on; of one that was made here. */
    void write(ByteBuffer direct) throws IOException {
        FileCalls.write(descriptor, MemorySegment.ofBuffer(direct), this::path);
    }

    /** Of one that was made here, in nanoseconds since the epoch. */
    void setModified(long nanos) throws IOException {
        FileCalls.setModified(descriptor, nanos, this::path);
    }

    /**
     * Sets the permissions of what this process has just made: where that is refused, the file system has none of its own
     * (CIFS, exFAT; they come from how it is mounted), and it has to do without.
     */
    void setMode(int mode) throws IOException {
        if (Inode.permissions(state().mode()) == mode) {
            return;
        }
        try {
            Files.setAttribute(self(), "unix:mode", mode);
        } catch (FileSystemException e) {
            if (!REFUSALS.contains(String.valueOf(e.getReason()))) {
                throw told(e, path());
            }
        }
    }

    /** All names in this directory. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(self())) {
            for (Path child : children) {
                names.add(child.getFileName().toString());
            }
        } catch (FileSystemException e) {
            throw told(e, path());
        }
        names.sort(null);
        return names;
    }

    /** Exchanges what two names in this directory stand for, in one step; neither is followed. */
    void exchange(String one, String other) throws IOException {
        Libc.exchange(descriptor, one, other, path().resolve(one));
    }

    /** What is to be done with a name. */
    interface Use<T> {
        /**
         * Does it.
         *
         * @param name a path that leads into the directory that is held
         */
        T of(Path name) throws IOException;
    }

    /** Does something with a name in this directory, which must not follow it where it is a symbolic link. */
    <T> T use(String name, Use<T> use) throws IOException {
        try {
            return use.of(self().resolve(name));
        } catch (FileSystemException e) {
            throw told(e, path().resolve(name));
        }
    }

    /** With the name that people know. */
    private static FileSystemException told(FileSystemException e, Path real) {
        String file = real.toString();
        FileSystemException told = switch (e) {
            case NoSuchFileException _ -> new NoSuchFileException(file);
            case AccessDeniedException _ -> new AccessDeniedException(file);
            case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file);
            case DirectoryNotEmptyException _ -> new DirectoryNotEmptyException(file);
            case NotDirectoryException _ -> new NotDirectoryException(file);
            default -> new FileSystemException(file, null, e.getReason());
        };
        told.initCause(e);
        return told;
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            Libc.close(descriptor);
        }
    }
}
