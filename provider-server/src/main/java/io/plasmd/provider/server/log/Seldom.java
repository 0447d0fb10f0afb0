package io.plasmd.provider.server.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Does something at most once a minute, such as saying what may happen a thousand times in a second. */
public final class Seldom {
    private static final long BETWEEN_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong last = new AtomicLong(System.nanoTime() - BETWEEN_NANOS);

    public void run(Runnable task) {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= BETWEEN_NANOS && last.compareAndSet(before, now)) {
            task.run();
        }
    }
}
