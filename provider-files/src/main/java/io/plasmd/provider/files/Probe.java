package io.plasmd.provider.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a file system answers, by statfs(2): of NFS and FUSE no part of that is remembered by the kernel, so that
 * the other side has to say it. One thread does so at a time, and while there is no answer it goes on asking.
 */
final class Probe {
    /** From when on somebody who asks need not be kept waiting. */
    private static final long LONG_NANOS = Duration.ofSeconds(2).toNanos();

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** struct statfs takes 120 bytes. */
    private static final int BYTES = 256;

    private final Path point;
    private final Consumer<Boolean> tell;
    private @Nullable Thread thread;
    private long askedNanos;
    private long answeredNanos = System.nanoTime() - BETWEEN.toNanos();
    private boolean told;
    private volatile boolean silent;

    /**
     * Asks nothing yet.
     *
     * @param tell told true when it answers no longer, and false when it does again
     */
    Probe(Path point, Consumer<Boolean> tell) {
        this.point = point;
        this.tell = tell;
    }

    /** Whether it does not answer, as far as is known. */
    boolean isSilent() {
        return silent;
    }

    /** Asks, unless that is being done or was done just now. */
    synchronized void ask() {
        if (thread == null && System.nanoTime() - answeredNanos >= BETWEEN.toNanos()) {
            askedNanos = System.nanoTime();
            thread = Thread.ofPlatform().daemon().name("file system probe").start(this::run);
        }
    }

    /** Looks whether the answer is overdue; gives back whether there is one to be waited for. */
    synchronized boolean look() {
        if (thread != null && System.nanoTime() - askedNanos >= LONG_NANOS) {
            silent = true;
            tellOnce();
        }
        return thread != null;
    }

    private void run() {
        while (!isAnswered(statfs())) {
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                // Nobody does so.
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                askedNanos = System.nanoTime();
            }
        }
    }

    /** An error that comes late is that of somebody who has waited in vain (NFS with soft); one that comes soon is an answer. */
    private synchronized boolean isAnswered(long result) {
        long now = System.nanoTime();
        if (result < 0 && now - askedNanos >= LONG_NANOS) {
            return false;
        }
        answeredNanos = now;
        thread = null;
        silent = false;
        tellOnce();
        return true;
    }

    private void tellOnce() {
        if (told != silent) {
            told = silent;
            tell.accept(told);
        }
    }

    private long statfs() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment said = arena.allocate(BYTES, 8);
            return Kernel.call(
                    Platform.current().statfs(), PathBytes.of(point, arena).address(), said.address());
        }
    }
}
