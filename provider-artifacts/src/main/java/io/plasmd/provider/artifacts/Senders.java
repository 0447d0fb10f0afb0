package io.plasmd.provider.artifacts;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The threads that send downloads. Each connection has one task here at the most, and a task is one piece, so connections
 * take turns. There are as many threads as processors: with more, those that accept, read and answer would have to share
 * the processors with all of them.
 *
 * <p>A thread that has to wait for a disk does not count: another one takes its place for as long as it waits.
 */
final class Senders implements Executor {
    /** A piece takes half a millisecond; on a machine that has other work, some more. */
    private static final long WAITS_NANOS = Duration.ofMillis(50).toNanos();

    /** As many disks' worth of waiting threads as the threads of requests once were. */
    private static final int WAITING_AT_MOST = 14;

    private static final Duration THREADS_STAY = Duration.ofSeconds(5);

    private final boolean remote;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final Map<Thread, Long> turns = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            processors,
            processors + WAITING_AT_MOST,
            THREADS_STAY.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("sender-", 1).factory());
    private volatile @Nullable Scheduler scheduler;

    /**
     * No threads yet.
     *
     * @param remote whether for a file system that may not answer
     */
    Senders(boolean remote) {
        this.remote = remote;
        // A server that sends nothing has none of them.
        threads.allowCoreThreadTimeOut(true);
    }

    void start(Scheduler with) {
        scheduler = with;
    }

    /** At the end of the server, when nothing is sent any more. */
    void stop() {
        threads.shutdown();
    }

    /** Whether what they send must not be read by any other thread. */
    boolean isRemote() {
        return remote;
    }

    /** Takes a turn behind all that wait for one. */
    @Override
    public void execute(Runnable piece) {
        threads.execute(() -> take(piece));
        lookLater();
    }

    /** Whether others wait for their turns. */
    boolean othersWait() {
        return !threads.getQueue().isEmpty();
    }

    private void take(Runnable piece) {
        Thread self = Thread.currentThread();
        turns.put(self, System.nanoTime());
        try {
            piece.run();
        } finally {
            turns.remove(self);
        }
    }

    private void lookLater() {
        Scheduler with = scheduler;
        if (with != null && looking.compareAndSet(false, true)) {
            with.schedule(this::look, WAITS_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        looking.set(false);
        long now = System.nanoTime();
        int waiting = (int) turns.values().stream()
                .filter(began -> now - began > WAITS_NANOS)
                .count();
        int wanted = processors + Math.min(waiting, WAITING_AT_MOST);
        if (wanted != threads.getCorePoolSize()) {
            threads.setCorePoolSize(wanted);
        }
        if (!turns.isEmpty() || othersWait()) {
            lookLater();
        }
    }
}
