package io.plasmd.provider.health;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * How many more files a file system takes, and whether it takes any, by statvfs(3), of which Java itself tells only the
 * bytes.
 *
 * @param total zero where the file system makes them as needed, as btrfs does, or where they cannot be known
 * @param free for a user without privileges; unsigned: CephFS says 2^64-1
 * @param readOnly whether it is mounted so
 */
record InodeUsage(long total, long free, boolean readOnly) {
    private static final InodeUsage UNKNOWN = new InodeUsage(0, 0, false);

    /** Larger than struct statvfs of glibc and musl on 64-bit Linux, which is 112 bytes. */
    private static final long STRUCT_BYTES = 256;

    /** f_files: the sixth of the leading eight fields, all of them 8 bytes (fsblkcnt_t, fsfilcnt_t, unsigned long). */
    private static final long FILES_OFFSET = 40;

    /** f_favail: the eighth. */
    private static final long AVAILABLE_FILES_OFFSET = 56;

    /** f_flag, after f_fsid. */
    private static final long FLAGS_OFFSET = 72;

    /** ST_RDONLY. */
    private static final long READ_ONLY = 1;

    /** Java takes 20 to 40 ms to link a native function, which the first answer after a start is not to wait for. */
    private static final class Statvfs {
        static final CompletableFuture<MethodHandle> HANDLE = new CompletableFuture<>();

        static {
            Thread.ofPlatform().daemon().name("link statvfs").start(Statvfs::link);
        }

        private Statvfs() {}

        @SuppressWarnings("restricted") // a fixed function of libc, with its true signature
        private static void link() {
            try {
                Linker linker = Linker.nativeLinker();
                MethodHandle statvfs = linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("statvfs"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
                // Once, for what else is linked only when it is called.
                call(statvfs, Path.of("/"));
                HANDLE.complete(statvfs);
            } catch (IOException | RuntimeException | Error e) {
                // Where the system lets no one ask, bytes have to do.
                HANDLE.completeExceptionally(e);
            }
        }
    }

    /** As {@link #of}, but waits until the native function is linked. */
    static InodeUsage ofLinked(Path path) throws IOException {
        try {
            return call(Statvfs.HANDLE.join(), path);
        } catch (CompletionException e) {
            return UNKNOWN;
        }
    }

    boolean hasFewerFreeThan(long least) {
        return total != 0 && Long.compareUnsigned(free, least) < 0;
    }

    /** All is zero at the first call, and until the native function is linked. */
    static InodeUsage of(Path path) throws IOException {
        CompletableFuture<MethodHandle> statvfs = Statvfs.HANDLE;
        return statvfs.state() == CompletableFuture.State.SUCCESS ? call(statvfs.resultNow(), path) : UNKNOWN;
    }

    private static InodeUsage call(MethodHandle statvfs, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(STRUCT_BYTES, 8);
            int result = (int) statvfs.invokeExact(arena.allocateFrom(path.toString()), struct);
            if (result != 0) {
                throw new IOException("statvfs " + path + " failed");
            }
            return new InodeUsage(
                    struct.get(ValueLayout.JAVA_LONG, FILES_OFFSET),
                    struct.get(ValueLayout.JAVA_LONG, AVAILABLE_FILES_OFFSET),
                    (struct.get(ValueLayout.JAVA_LONG, FLAGS_OFFSET) & READ_ONLY) != 0);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
