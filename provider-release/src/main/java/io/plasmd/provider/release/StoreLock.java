package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held for the short moments in which a release becomes current, goes back, or goes. Between processes it is a lock of the
 * operating system, which ends with its process; between threads of one process, for which that one does nothing, a lock
 * of Java.
 */
final class StoreLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;

    private StoreLock(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /** Waits for it. */
    static StoreLock acquire(StoreLayout layout, Disk disk) throws IOException {
        disk.createDirectories(layout.staging());
        Path file = layout.releases().toRealPath().resolve(layout.lock().getFileName());
        ReentrantLock thread = THREADS.computeIfAbsent(file, f -> new ReentrantLock());
        thread.lock();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
                return new StoreLock(thread, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            thread.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
