package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held for the short moments in which a release becomes current, goes back, or goes. Between processes it is a lock of the
 * operating system, which ends with its process; between threads of one process, for which that one does nothing, a lock
 * of Java.
 */
final class StoreLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    /** Between two tries: fcntl(2) can wait, but not for a limited time. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Others are done sooner; after that a person wants to know. */
    private static final Duration SILENT = Duration.ofSeconds(2);

    private final ReentrantLock thread;
    private final FileChannel channel;

    private StoreLock(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /**
     * Waits for it, but not for ever.
     *
     * @throws ReleaseException where somebody else has it for too long, or the store is another's
     */
    static StoreLock acquire(StoreLayout layout, Disk disk, StoreSettings settings)
            throws IOException, ReleaseException {
        disk.enter(layout);
        prepare(layout, disk);
        long begin = System.nanoTime();
        Path key = layout.root().toRealPath();
        ReentrantLock thread = THREADS.computeIfAbsent(key, file -> new ReentrantLock());
        if (!tryLock(thread, settings.patience())) {
            throw waitedFor(layout, settings, "another thread of this process");
        }
        try {
            FileChannel channel = open(layout, disk);
            try {
                awaitLock(channel, layout, disk, settings, begin);
                return new StoreLock(thread, channel);
            } catch (IOException | ReleaseException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | ReleaseException | RuntimeException e) {
            thread.unlock();
            throw e;
        }
    }

    private static void prepare(StoreLayout layout, Disk disk) throws IOException {
        disk.createDirectories(layout.staging());
        Optional<Inode> there = disk.tree().look(layout.lock());
        if (there.isPresent() && there.get().isRegular()) {
            // Of an earlier version: a file that everyone could lock.
            disk.deleteIfExists(layout.lock());
        }
        if (there.isEmpty() || !there.get().isDirectory()) {
            disk.createClosedDirectory(layout.lock());
        }
    }

    private static boolean tryLock(ReentrantLock thread, Duration patience) throws IOException {
        try {
            return thread.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private static FileChannel open(StoreLayout layout, Disk disk) throws IOException {
        if (disk.tree().look(layout.lockFile()).isEmpty()) {
            try {
                return disk.create(layout.lockFile());
            } catch (FileAlreadyExistsException e) {
                // By another process meanwhile.
            }
        }
        return disk.open(layout.lockFile());
    }

    private static void awaitLock(
            FileChannel channel, StoreLayout layout, Disk disk, StoreSettings settings, long begin)
            throws IOException, ReleaseException {
        boolean isTold = false;
        while (FileLocks.tryLock(channel, layout.lockFile()) == null) {
            long waited = System.nanoTime() - begin;
            if (waited > settings.patience().toNanos()) {
                throw waitedFor(layout, settings, holder(layout, disk));
            }
            if (!isTold && waited > SILENT.toNanos()) {
                isTold = true;
                settings.notes()
                        .accept("Waiting for " + holder(layout, disk) + ", which has locked " + layout.lockFile()
                                + ", for at most "
                                + HumanText.duration(settings.patience().toSeconds()) + ".");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static String holder(StoreLayout layout, Disk disk) throws IOException {
        return disk.tree().look(layout.lockFile()).map(LockHolder::of).orElse("a process that has removed it");
    }

    private static ReleaseException waitedFor(StoreLayout layout, StoreSettings settings, String holder) {
        return new ReleaseException(
                "waited " + HumanText.duration(settings.patience().toSeconds()) + " for "
                        + layout.lockFile() + ", which is locked by " + holder
                        + ". Wait until it is done, or end it; --lock-timeout sets how long is waited");
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
