package io.plasmd.provider.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** How a file is opened of whose path no part may be a symbolic link. */
enum Opening {
    /** In one call, which Linux has had since 5.6. */
    AT_ONCE {
        @Override
        long open(Arena arena, long directory, Path path) {
            return openat2(arena, directory, path, READ, BENEATH_WITHOUT_LINKS);
        }
    },

    /**
     * For older kernels, and where a filter of system calls (seccomp) does not know it: one directory after the other,
     * each through the one before, so that none can be exchanged for a link on the way.
     */
    STEP_BY_STEP {
        @Override
        long open(Arena arena, long directory, Path path) {
            long at = directory;
            for (int i = 0; i < path.getNameCount(); i++) {
                boolean isLast = i == path.getNameCount() - 1;
                Path name = path.getName(i);
                if (name.toString().equals("..")) {
                    return -CROSSES_DEVICES;
                }
                long next = openat(arena, at, name, PLATFORM.noFollow() | (isLast ? READ : SEARCH));
                if (at != directory) {
                    close(at);
                }
                if (next < 0) {
                    // A link where a directory should be is none (ENOTDIR): open(2), O_NOFOLLOW with O_DIRECTORY.
                    return next;
                }
                at = next;
            }
            return at;
        }
    };

    private static final Platform PLATFORM = Platform.current();

    /** Relative to the working directory of the process. */
    private static final int WORKING_DIRECTORY = -100;

    /**
     * O_RDONLY, and O_NONBLOCK, which has no effect on a regular file but does not wait for the writer of a FIFO or for
     * the holder of a lease; O_NOCTTY, lest a terminal become ours; O_CLOEXEC.
     */
    private static final int READ = 0x800 | 0x100 | 0x80000;

    /** O_PATH, O_DIRECTORY, O_CLOEXEC: of a directory that may be searched, though perhaps not read. */
    private static final int SEARCH = 0x200000 | PLATFORM.directory() | 0x80000;

    /** RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS, RESOLVE_NO_MAGICLINKS. */
    private static final long BENEATH_WITHOUT_LINKS = 0x08 | 0x04 | 0x02;

    private static final int CROSSES_DEVICES = 18;

    /** openat2(2) fails so where something was renamed meanwhile; it is to be tried again then. */
    private static final int TRIES = 64;

    /** Open for as long as the process lives, since most paths begin there. */
    private static final long ROOT = root(Path.of("/"));

    /** Set by nobody but tests. */
    private static volatile Opening way = works() ? AT_ONCE : STEP_BY_STEP;

    /**
     * Opens for reading.
     *
     * @param directory a descriptor; the path is beneath it
     * @return a descriptor, or the negative number of an error
     */
    abstract long open(Arena arena, long directory, Path path);

    static Opening way() {
        return way;
    }

    static void use(Opening other) {
        way = other;
    }

    private static boolean works() {
        try (Arena arena = Arena.ofConfined()) {
            long root = AT_ONCE.open(arena, ROOT, Path.of("."));
            if (root >= 0) {
                close(root);
            }
            // A directory that may not be read is no reason.
            return root >= 0 || root == -Errno.NO_ACCESS;
        }
    }

    private static long root(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return directory(arena, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory to begin at: that at the top. */
    static long root() {
        return ROOT;
    }

    /** A directory to begin at, whose own path is followed. */
    static long directory(Arena arena, Path path) throws IOException {
        return require(openat(arena, WORKING_DIRECTORY, path, SEARCH), path);
    }

    /** A file whose path is followed. */
    static long following(Arena arena, Path path) {
        return openat(arena, WORKING_DIRECTORY, path, READ);
    }

    static long require(long result, Object path) throws IOException {
        if (result < 0) {
            throw Errno.exception(-result, path);
        }
        return result;
    }

    static void close(long descriptor) {
        Kernel.call(PLATFORM.close(), descriptor);
    }

    private static long openat(Arena arena, long directory, Path path, long flags) {
        return Kernel.call(
                PLATFORM.openat(), directory, PathBytes.of(path, arena).address(), flags);
    }

    private static long openat2(Arena arena, long directory, Path path, long flags, long resolve) {
        MemorySegment how = arena.allocate(24, 8);
        how.set(ValueLayout.JAVA_LONG, 0, flags);
        how.set(ValueLayout.JAVA_LONG, 16, resolve);
        long name = PathBytes.of(path, arena).address();
        for (int attempt = 1; ; attempt++) {
            long result = Kernel.call(Platform.OPENAT2, directory, name, how.address(), how.byteSize());
            if (result != -Errno.AGAIN || attempt == TRIES) {
                return result;
            }
        }
    }
}
