package io.plasmd.provider.health;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What a file system has left, by statvfs(3): Java itself tells only bytes, and reads the list of all mounts for it.
 *
 * @param freeBytes for a user without privileges
 * @param inodes in all; zero where the file system makes them as needed, as btrfs does
 * @param freeInodes for a user without privileges
 */
record FileSystemUsage(long freeBytes, long inodes, long freeInodes) {
    /** Larger than struct statvfs of glibc and musl on 64-bit Linux, which is 112 bytes. */
    private static final long STRUCT_BYTES = 256;

    /** f_frsize: the second of the leading fields. */
    private static final long BLOCK_BYTES_OFFSET = 8;

    /** f_bavail: the fifth. */
    private static final long AVAILABLE_BLOCKS_OFFSET = 32;

    /** f_files: the sixth of the leading eight fields, all of them 8 bytes (fsblkcnt_t, fsfilcnt_t, unsigned long). */
    private static final long FILES_OFFSET = 40;

    /** f_favail: the eighth. */
    private static final long AVAILABLE_FILES_OFFSET = 56;

    @SuppressWarnings("restricted") // a fixed function of libc, with its true signature
    private static final MethodHandle STATVFS = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("statvfs"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));

    static FileSystemUsage of(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statvfs = arena.allocate(STRUCT_BYTES, 8);
            int result = (int) STATVFS.invokeExact(arena.allocateFrom(path.toString()), statvfs);
            if (result != 0) {
                throw new IOException("statvfs " + path + " failed");
            }
            return new FileSystemUsage(
                    statvfs.get(ValueLayout.JAVA_LONG, BLOCK_BYTES_OFFSET)
                            * statvfs.get(ValueLayout.JAVA_LONG, AVAILABLE_BLOCKS_OFFSET),
                    statvfs.get(ValueLayout.JAVA_LONG, FILES_OFFSET),
                    statvfs.get(ValueLayout.JAVA_LONG, AVAILABLE_FILES_OFFSET));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
