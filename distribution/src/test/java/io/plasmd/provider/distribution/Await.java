package io.plasmd.provider.distribution;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens in another process. */
final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + what);
            }
            briefly();
        }
    }

    /** Between two looks. */
    static void briefly() {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
}
