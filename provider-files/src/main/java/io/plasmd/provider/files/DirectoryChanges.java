package io.plasmd.provider.files;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What changes in directories, as the kernel tells it (inotify(7)): at once, and for no cost while nothing changes. Java's
 * own way (WatchService) has a thread for it, and tells with a delay what a read of the descriptor tells at once. Not
 * told: what another machine changes on a network file system, and what is written through a mapping.
 *
 * <p>Used by one thread at a time.
 */
public final class DirectoryChanges implements Closeable {
    private static final Platform PLATFORM = Platform.current();

    /** IN_NONBLOCK and IN_CLOEXEC, which are O_NONBLOCK and O_CLOEXEC. */
    private static final int FLAGS = 0x800 | 0x80000;

    /** IN_MODIFY, IN_ATTRIB, IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE. */
    private static final int OF_FILES = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200;

    /** IN_DELETE_SELF and IN_MOVE_SELF; and IN_ONLYDIR. */
    private static final int OF_ITSELF = 0x400 | 0x800 | 0x1000000;

    /** IN_Q_OVERFLOW. */
    private static final int LOST = 0x4000;

    /** IN_DELETE_SELF, IN_MOVE_SELF, IN_UNMOUNT, IN_IGNORED. */
    private static final int ENDED = 0x400 | 0x800 | 0x2000 | 0x8000;

    /** Of the fields before the name, see inotify(7). */
    private static final int HEAD = 16;

    private static final int BUFFER = 16 * 1024;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER, 8);

    /** The number of the descriptor may be that of another one by then. */
    private volatile boolean closed;

    /** Who is told. */
    public interface Listener {

        /**
         * Something in a directory, or the directory itself, has changed.
         *
         * @param name of what has; null where it is the directory itself, or the name has other characters than those of
         *     ASCII
         */
        void changed(int watch, @Nullable String name);

        /** What is watched has another name now, or none: the name that it was told by leads elsewhere. */
        void ended(int watch);

        /** More has changed than the kernel keeps: nobody knows what. */
        void lost();
    }

    private DirectoryChanges(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Watches nothing yet.
     *
     * @throws IOException where the kernel has no room for another one (fs.inotify.max_user_instances)
     */
    public static DirectoryChanges open() throws IOException {
        long result = Kernel.call(PLATFORM.inotifyInit1(), FLAGS);
        Opening.require(result, Path.of("inotify"));
        return new DirectoryChanges((int) result);
    }

    /**
     * Begins to watch a directory, links in its name followed.
     *
     * @return what it is called from now on: for a directory that is watched already, the same again
     * @throws NoRoomException where there are as many watches as there may be (fs.inotify.max_user_watches)
     */
    public int watch(Path directory) throws IOException {
        try (Arena name = Arena.ofConfined()) {
            long result = Kernel.call(
                    PLATFORM.inotifyAddWatch(),
                    descriptor,
                    PathBytes.of(directory.toAbsolutePath(), name).address(),
                    OF_FILES | OF_ITSELF);
            if (result == -Errno.NO_SPACE) {
                throw new NoRoomException(directory);
            }
            Opening.require(result, directory);
            return (int) result;
        }
    }

    /** Ends a watch; one that has ended by itself, with its directory, is no mistake. */
    public void end(int watch) {
        if (closed) {
            return;
        }
        Kernel.call(PLATFORM.inotifyRmWatch(), descriptor, watch);
    }

    /** Tells all that has changed since the last time; waits for nothing. */
    public void tell(Listener listener) throws IOException {
        while (true) {
            long read = Kernel.call(PLATFORM.read(), descriptor, buffer.address(), BUFFER);
            if (read == -Errno.AGAIN) {
                return;
            }
            Opening.require(read, Path.of("inotify"));
            int length;
            for (long at = 0; at + HEAD <= read; at += HEAD + length) {
                length = buffer.get(ValueLayout.JAVA_INT, at + 12);
                tell(at, length, listener);
            }
        }
    }

    private void tell(long at, int length, Listener listener) {
        int watch = buffer.get(ValueLayout.JAVA_INT, at);
        int what = buffer.get(ValueLayout.JAVA_INT, at + 4);
        if ((what & LOST) != 0) {
            listener.lost();
        } else if ((what & ENDED) != 0) {
            listener.ended(watch);
        } else {
            listener.changed(watch, name(at + HEAD, length));
        }
    }

    /** It ends at the first zero. */
    private @Nullable String name(long at, int length) {
        var name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            byte one = buffer.get(ValueLayout.JAVA_BYTE, at + i);
            if (one < 0) {
                return null;
            }
            if (one == 0) {
                break;
            }
            name.append((char) one);
        }
        return name.isEmpty() ? null : name.toString();
    }

    @Override
    public void close() {
        closed = true;
        Kernel.call(PLATFORM.close(), descriptor);
        arena.close();
    }
}
