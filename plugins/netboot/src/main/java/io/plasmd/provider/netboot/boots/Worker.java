package io.plasmd.provider.netboot.boots;

import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that reads and writes the journal, and takes what others have no time for. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** What 10,000 machines load at once, while the disk takes a second for something. */
    private static final int QUEUE = 32_768;

    private static final long CLOSE_MILLIS = 900;

    private final Recorder recorder;
    private final Runnable tick;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(QUEUE);
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().name("netboot-boots").daemon().unstarted(this::run);
    private volatile boolean isClosing;

    /** The tick comes once a second at least. */
    Worker(Recorder recorder, Runnable tick) {
        this.recorder = recorder;
        this.tick = tick;
    }

    void start() {
        thread.start();
    }

    /** Has it done soon. Where more comes than can be done, it is not. */
    void offer(Runnable task) {
        if (!queue.offer(task)) {
            lost.incrementAndGet();
        }
    }

    /** There is something to be written. */
    void wake() {
        if (queue.isEmpty()) {
            // Whatever else is in the queue wakes as well.
            queue.offer(() -> {});
        }
    }

    boolean isLoaded() {
        return loaded.getCount() == 0;
    }

    void awaitLoaded() {
        try {
            loaded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the journal of boots was read", e);
        }
    }

    void settle() throws InterruptedException {
        var settled = new CountDownLatch(1);
        // What the first does is written before the second is looked at.
        queue.put(() -> queue.add(settled::countDown));
        settled.await();
    }

    private void run() {
        try {
            recorder.load();
        } finally {
            loaded.countDown();
        }
        var tasks = new ArrayList<Runnable>();
        do {
            try {
                Runnable first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    tasks.add(first);
                    queue.drainTo(tasks, 1_000);
                }
            } catch (InterruptedException e) {
                isClosing = true;
            }
            tasks.forEach(Worker::attempt);
            tasks.clear();
            attempt(tick);
            attempt(recorder::record);
            sayLost();
        } while (!isClosing || !queue.isEmpty());
        recorder.close();
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("What became of a boot could not be noted", e);
        }
    }

    private void sayLost() {
        long number = lost.getAndSet(0);
        if (number > 0) {
            LOG.warn("{} downloads came faster than it could be noted which boots they were of", number);
        }
    }

    void close() {
        isClosing = true;
        wake();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The disk takes too long: the last of what became of boots may be missing in the journal");
            thread.interrupt();
        }
    }
}
