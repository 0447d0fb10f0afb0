package io.plasmd.provider.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** statx(2), which tells all that Java tells of a file by three other calls. */
final class Statx {
    private static final Platform PLATFORM = Platform.current();

    /** AT_EMPTY_PATH, for which the path is empty: the descriptor itself. */
    private static final int OF_DESCRIPTOR = 0x1000;

    /** AT_SYMLINK_NOFOLLOW. */
    private static final int NO_FOLLOW = 0x100;

    /** AT_FDCWD. */
    private static final int WORKING_DIRECTORY = -100;

    /** STATX_BASIC_STATS. */
    private static final int BASIC = 0x7ff;

    private static final long BYTES = 256;
    private static final MemorySegment EMPTY_PATH = Arena.global().allocate(1);

    /** One for each thread, as with {@link Kernel}. */
    private static final ThreadLocal<MemorySegment> STRUCT =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BYTES, 8));

    /** Set when the first call has come back: until the function is linked, Java's own way is faster. */
    private static volatile boolean linked;

    private Statx() {}

    static boolean isLinked() {
        return linked;
    }

    /** Of an open file. */
    static FileState of(int descriptor, Path path) throws IOException {
        MemorySegment struct = STRUCT.get();
        long result = call(descriptor, EMPTY_PATH, OF_DESCRIPTOR, struct);
        if (result == -Errno.NO_SUCH_CALL || result == -Errno.NOT_PERMITTED) {
            // Linux before 4.11, or a filter that does not know the call. The link leads to what is open.
            return FileState.byJava(Path.of("/proc/self/fd", Integer.toString(descriptor)));
        }
        Opening.require(result, path);
        linked = true;
        return FileState.ofStatx(struct);
    }

    /** Of a name in an open directory, which is not followed. */
    static FileState in(int directory, String name, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = STRUCT.get();
            long result = call(directory, arena.allocateFrom(name), NO_FOLLOW, struct);
            if (result == -Errno.NO_SUCH_CALL || result == -Errno.NOT_PERMITTED) {
                return FileState.byJava(
                        Path.of("/proc/self/fd", Integer.toString(directory), name), LinkOption.NOFOLLOW_LINKS);
            }
            if (result < 0) {
                Opening.require(result, path.resolve(name));
            }
            return FileState.ofStatx(struct);
        }
    }

    /** Of what a path leads to. */
    static FileState at(Path path, boolean follow) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = STRUCT.get();
            MemorySegment name = PathBytes.of(path.toAbsolutePath(), arena);
            Opening.require(call(WORKING_DIRECTORY, name, follow ? 0 : NO_FOLLOW, struct), path);
            return FileState.ofStatx(struct);
        }
    }

    private static long call(int directory, MemorySegment path, int flags, MemorySegment struct) {
        return Kernel.call(PLATFORM.statx(), directory, path.address(), flags, BASIC, struct.address());
    }
}
