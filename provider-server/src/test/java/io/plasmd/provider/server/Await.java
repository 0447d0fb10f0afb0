package io.plasmd.provider.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens in another thread or process, for a bounded time. */
public final class Await {
    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private Await() {}

    /** Until a condition holds. */
    public static void until(String what, Callable<Boolean> condition) {
        value(what, () -> condition.call() ? true : null);
    }

    /** The first value that is not null. */
    public static <T> T value(String what, Callable<T> source) {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (true) {
            try {
                T value = source.call();
                if (value != null) {
                    return value;
                }
            } catch (Exception e) {
                throw new AssertionError("while waiting for " + what, e);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + AT_MOST.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
