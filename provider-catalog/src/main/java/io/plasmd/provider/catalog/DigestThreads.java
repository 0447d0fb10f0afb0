package io.plasmd.provider.catalog;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that compute digests: as many as are needed, up to a number, and none while there is nothing to do. */
final class DigestThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DigestThreads.class);

    private final int most;
    private final Work work;
    private final BooleanSupplier isNeeded;
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    /** What each of them does; it returns when there is nothing left. */
    interface Work {
        void run() throws InterruptedException;
    }

    DigestThreads(int most, Work work, BooleanSupplier isNeeded) {
        this.most = most;
        this.work = work;
        this.isNeeded = isNeeded;
        this.threads = new ThreadPoolExecutor(0, most + 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "digest");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** There is something to do. */
    void need() {
        if (count.getAndUpdate(number -> Math.min(number + 1, most)) < most) {
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException e) {
                // The server stops.
                count.decrementAndGet();
            }
        }
    }

    private void run() {
        try {
            work.run();
        } catch (InterruptedException e) {
            LOG.debug("the server stops");
        } finally {
            count.decrementAndGet();
        }
        if (isNeeded.getAsBoolean()) {
            // It came between the last look of this thread and its end.
            need();
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(1, TimeUnit.SECONDS);
    }
}
