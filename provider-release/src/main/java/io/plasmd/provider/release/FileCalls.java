package io.plasmd.provider.release;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The calls of Linux that read, write and date a file which is held open. Java's own want a channel, which is opened by a
 * path and takes ten objects: for tens of thousands of small files that is longer than all else.
 */
final class FileCalls {
    /** UTIME_OMIT of sys/stat.h: leaves a time as it is. */
    private static final long OMIT = (1L << 30) - 2;

    private static final long NANOS = 1_000_000_000L;

    private static final MethodHandle PREAD = transfer("pread");
    private static final MethodHandle PWRITE = transfer("pwrite");
    private static final MethodHandle FUTIMENS = Libc.link(
            "futimens",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
            Linker.Option.captureCallState("errno"));

    private FileCalls() {}

    private static MethodHandle transfer(String name) {
        return Libc.link(
                name,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG),
                Linker.Option.captureCallState("errno"));
    }

    /** Reads from the beginning on; gives how many bytes, which are fewer than there is room for at the end of the file. */
    static long read(int descriptor, MemorySegment into, Supplier<Path> path) throws IOException {
        MemorySegment state = Libc.state();
        try {
            long done = 0;
            while (done < into.byteSize()) {
                long count =
                        (long) PREAD.invokeExact(state, descriptor, into.asSlice(done), into.byteSize() - done, done);
                if (count < 0) {
                    throw Libc.failure(state, path.get());
                }
                if (count == 0) {
                    break;
                }
                done += count;
            }
            return done;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes all of it, from the beginning on. */
    static void write(int descriptor, MemorySegment content, Supplier<Path> path) throws IOException {
        MemorySegment state = Libc.state();
        try {
            for (long done = 0; done < content.byteSize(); ) {
                long count = (long)
                        PWRITE.invokeExact(state, descriptor, content.asSlice(done), content.byteSize() - done, done);
                if (count < 0) {
                    throw Libc.failure(state, path.get());
                }
                done += count;
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Sets the time of the last modification.
     *
     * @param nanos since the epoch
     */
    static void setModified(int descriptor, long nanos, Supplier<Path> path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state();
            MemorySegment times = arena.allocateFrom(
                    ValueLayout.JAVA_LONG, 0, OMIT, Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
            int result = (int) FUTIMENS.invokeExact(state, descriptor, times);
            if (result < 0) {
                throw Libc.failure(state, path.get());
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
