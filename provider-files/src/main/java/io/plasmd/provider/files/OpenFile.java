package io.plasmd.provider.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A regular file, open for reading. What it is was asked after it was opened, and what is read is what was opened,
 * whatever its name leads to by then. Opening one never waits: not for the writer of a FIFO, not for the holder of a lease.
 */
public final class OpenFile implements AutoCloseable {
    private static final Platform PLATFORM = Platform.current();

    /** F_DUPFD_CLOEXEC. */
    private static final int DUPLICATE = 1030;

    /** Of one call with a buffer that the kernel cannot write to. */
    private static final int COPIED_BYTES = 64 * 1024;

    private static final int PROTECTION_READ = 1;
    private static final int MAP_SHARED = 1;

    private final Path path;
    private final Descriptor descriptor;

    private OpenFile(Path path, long number) {
        this.path = path;
        this.descriptor = new Descriptor((int) number, () -> Opening.close(number));
    }

    /** Has linked in the background what the first call would have to wait for, 20 to 40 ms. */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("link system calls").start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                // Once, for what else is linked only when it is called.
                Opening.close(Opening.require(Opening.way().open(arena, Opening.root(), Path.of(".")), "/"));
            } catch (IOException e) {
                // Whoever needs it gets to see why.
                return;
            }
        });
    }

    /**
     * Opens a regular file beneath a directory. The directory's own path is followed; below it no symbolic link is, and
     * nothing leads out.
     *
     * @throws NotRegularFileException where something else stands there, or a link on the way
     */
    public static OpenFile beneath(Path directory, Path relative) throws IOException {
        Path path = directory.resolve(relative);
        if (relative.isAbsolute()) {
            throw new IllegalArgumentException(relative + " is no path beneath " + directory);
        }
        try (Arena arena = Arena.ofConfined()) {
            long at = Opening.directory(arena, directory);
            try {
                return checked(path, Opening.require(Opening.way().open(arena, at, relative), path));
            } finally {
                Opening.close(at);
            }
        }
    }

    /**
     * Opens a regular file by its real path: no part of it may be a symbolic link.
     *
     * @throws NotRegularFileException where something else stands there, or a link on the way
     */
    public static OpenFile real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path fromRoot = absolute.getRoot().relativize(absolute);
        try (Arena arena = Arena.ofConfined()) {
            return checked(path, Opening.require(Opening.way().open(arena, Opening.root(), fromRoot), path));
        }
    }

    /** Opens a regular file by a path that the operator has named: links in it are followed. */
    public static OpenFile named(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return checked(path, Opening.require(Opening.following(arena, path.toAbsolutePath()), path));
        }
    }

    private static OpenFile checked(Path path, long number) throws IOException {
        var file = new OpenFile(path, number);
        try {
            if (!file.state().isRegularFile()) {
                throw new NotRegularFileException(path.toString(), "what stands there is no regular file");
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The same open file once more, to be closed on its own. */
    public OpenFile again() throws IOException {
        int number = descriptor.enter();
        try {
            return new OpenFile(path, Opening.require(Kernel.call(PLATFORM.fcntl(), number, DUPLICATE, 0), path));
        } finally {
            descriptor.leave();
        }
    }

    /** The same file once more, for what only a channel can do: locks. Needs {@code /proc}. */
    public FileChannel channel() throws IOException {
        int number = descriptor.enter();
        try {
            // The link leads to what is open, whatever has its name by now.
            return FileChannel.open(Path.of("/proc/self/fd", Integer.toString(number)), StandardOpenOption.READ);
        } finally {
            descriptor.leave();
        }
    }

    /** By which it was opened. */
    public Path path() {
        return path;
    }

    /** Asks the kernel. */
    public FileState state() throws IOException {
        int number = descriptor.enter();
        try {
            return Statx.of(number, path);
        } finally {
            descriptor.leave();
        }
    }

    /**
     * Reads from a position of the file.
     *
     * @return how many bytes; -1 at the end of the file
     */
    public int read(ByteBuffer buffer, long position) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        int number = descriptor.enter();
        try {
            int count = buffer.isDirect()
                    ? read(number, MemorySegment.ofBuffer(buffer), position)
                    : readCopied(number, buffer.duplicate(), position);
            if (count == 0) {
                return -1;
            }
            buffer.position(buffer.position() + count);
            return count;
        } finally {
            Reference.reachabilityFence(buffer);
            descriptor.leave();
        }
    }

    private int readCopied(int number, ByteBuffer buffer, long position) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.min(COPIED_BYTES, buffer.remaining()));
            int count = read(number, bytes, position);
            buffer.put(bytes.asSlice(0, count).asByteBuffer());
            return count;
        }
    }

    private int read(int number, MemorySegment bytes, long position) throws IOException {
        long count = Kernel.call(PLATFORM.pread(), number, bytes.address(), bytes.byteSize(), position);
        return (int) Opening.require(count, path);
    }

    /**
     * Maps the file from its beginning, for reading; a page that is gone by then kills who touches it.
     *
     * @param arena until it is closed the mapping stays, also when the file is closed before
     */
    @SuppressWarnings("restricted") // of exactly what mmap(2) has just mapped
    public MemorySegment map(long size, Arena arena) throws IOException {
        int number = descriptor.enter();
        try {
            long address = Kernel.call(PLATFORM.mmap(), 0, size, PROTECTION_READ, MAP_SHARED, number, 0);
            Opening.require(address, path);
            return MemorySegment.ofAddress(address).reinterpret(size, arena, mapped -> unmap(address, size));
        } finally {
            descriptor.leave();
        }
    }

    private static void unmap(long address, long size) {
        Kernel.call(PLATFORM.munmap(), address, size);
    }

    /** Does not wait for a read that is under way, which still ends as it would have. */
    @Override
    public void close() {
        descriptor.close();
    }
}
