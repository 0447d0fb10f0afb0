package io.plasmd.provider.release;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The calls of Linux that open one name in a directory that is held open, and follow nothing. Java has them in part
 * (SecureDirectoryStream), but neither mkdirat(2) nor linkat(2) nor symlinkat(2), nor a way to the descriptor.
 */
final class Libc {
    /** Of open(2), as asm-generic/fcntl.h has them; aarch64 has two of its own. */
    static final int CREATE = 0100;

    static final int EXCLUSIVE = 0200;
    static final int READ_WRITE = 02;
    static final int NON_BLOCKING = 04000;
    private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");
    private static final int NO_FOLLOW = IS_ARM ? 0100000 : 0400000;

    /** Neither reads nor writes: a FIFO does not wait, and no device notices. */
    static final int PATH_ONLY = 010000000;

    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int CURRENT_DIRECTORY = -100;

    /** PATH_MAX: no symbolic link is longer. */
    private static final int LONGEST_TARGET = 4096;

    private static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPENAT = link(
            "openat",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(3));
    private static final MethodHandle READLINKAT = link(
            "readlinkat",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));
    private static final int RENAMEAT2 = IS_ARM ? 276 : 316;
    private static final int RENAME_EXCHANGE = 2;

    /** Linked when it is needed, which is once in the life of a store. By its number: glibc before 2.28 has no function. */
    private static final class Exchange {
        static final MethodHandle SYSCALL = link(
                "syscall",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    /** Linked when it is needed, which is for large trees only. */
    private static final class Sync {
        static final MethodHandle SYNCFS = link(
                "syncfs",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
    }

    private static final MethodHandle CLOSE =
            link("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle STRERROR =
            link("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    /** In bytes; names are seldom longer than a quarter of what a file system takes. */
    private static final int LONGEST_SHORT = 512;

    /** One for each thread, as is the next: to allocate them for each call takes as long as the call. */
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(ERRNO_LAYOUT));

    private static final ThreadLocal<MemorySegment> TEXT =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(LONGEST_SHORT));

    private Libc() {}

    @SuppressWarnings("restricted") // fixed functions of libc, with their true signatures
    static MethodHandle link(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
    }

    /** Where a call of this thread leaves its errno. */
    static MemorySegment state() {
        return STATE.get();
    }

    /** What that means for a file. */
    static IOException failure(MemorySegment state, Path path) throws Throwable {
        return failure((int) ERRNO.get(state, 0L), path);
    }

    /** The same file as one that is held, opened to be read. */
    static int openToRead(int descriptor, Supplier<Path> path) throws IOException {
        return open(CURRENT_DIRECTORY, "/proc/self/fd/" + descriptor, 0, 0, path);
    }

    /** The file system's root, from which every path is walked. */
    static int openRoot() throws IOException {
        return openAt(CURRENT_DIRECTORY, "/", PATH_ONLY, 0, () -> Path.of("/"));
    }

    /**
     * openat(2) of one name.
     *
     * @param path for messages
     */
    static int openAt(int directory, String name, int flags, int mode, Supplier<Path> path) throws IOException {
        return open(directory, name, flags | NO_FOLLOW, mode, path);
    }

    private static int open(int directory, String name, int flags, int mode, Supplier<Path> path) throws IOException {
        MemorySegment state = state();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text =
                    3L * name.length() < LONGEST_SHORT ? TEXT.get() : arena.allocate(3L * name.length() + 1);
            text.setString(0, name);
            int descriptor = (int) OPENAT.invokeExact(state, directory, text, flags | CLOSE_ON_EXEC, mode);
            if (descriptor < 0) {
                throw failure((int) ERRNO.get(state, 0L), path.get());
            }
            return descriptor;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a symbolic link leads that is held open itself. */
    static String readLink(int link, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO_LAYOUT);
            MemorySegment target = arena.allocate(LONGEST_TARGET + 1L);
            long length =
                    (long) READLINKAT.invokeExact(state, link, arena.allocateFrom(""), target, (long) LONGEST_TARGET);
            if (length < 0) {
                throw failure((int) ERRNO.get(state, 0L), path);
            }
            return target.getString(0);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Exchanges what two names in a directory stand for, in one step (renameat2(2)).
     *
     * @param path for messages
     */
    static void exchange(int directory, String one, String other, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO_LAYOUT);
            long result = (long) Exchange.SYSCALL.invokeExact(
                    state,
                    (long) RENAMEAT2,
                    directory,
                    arena.allocateFrom(one),
                    directory,
                    arena.allocateFrom(other),
                    RENAME_EXCHANGE);
            if (result < 0) {
                throw failure((int) ERRNO.get(state, 0L), path);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** syncfs(2) of the file system that an open file is on. */
    static void syncFileSystem(int descriptor, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO_LAYOUT);
            int result = (int) Sync.SYNCFS.invokeExact(state, descriptor);
            if (result < 0) {
                throw failure((int) ERRNO.get(state, 0L), path);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing can be done about a failure, and Linux frees the descriptor even then (close(2)). */
    static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Numbers of errno.h that are the same on all architectures. */
    private static IOException failure(int errno, Path path) throws Throwable {
        String file = path.toString();
        return switch (errno) {
            case 2 -> new NoSuchFileException(file);
            case 13 -> new AccessDeniedException(file);
            case 17 -> new FileAlreadyExistsException(file);
            case 20 -> new NotDirectoryException(file);
            default -> new FileSystemException(file, null, reason(errno));
        };
    }

    @SuppressWarnings("restricted") // a text of libc, which ends
    private static String reason(int errno) throws Throwable {
        return ((MemorySegment) STRERROR.invokeExact(errno)).reinterpret(256).getString(0);
    }
}
