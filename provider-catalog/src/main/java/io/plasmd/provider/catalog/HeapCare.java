package io.plasmd.provider.catalog;

import java.util.concurrent.TimeUnit;

/**
 * Gives back what looking through many artifacts leaves behind. With a young generation of 1.5 MB, which is right for
 * sending, part of each look, and of what publishers and downloads bring, grows old, and the serial collector collects what
 * is old only when the whole heap is full: a server at rest would keep 250 MB of garbage, and a small one grew by 12 MB in an
 * hour of releases. A collection takes a millisecond or two for each MB that is in use, so this one comes only where much has
 * gathered, and seldom.
 */
final class HeapCare {
    private static final long MIB = 1 << 20;

    /** What fits into the heap that the server starts with: below, there is nothing to be given back. */
    private static final long LITTLE = 12 * MIB;

    /** Beside an eighth of what was in use after the last time. */
    private static final long MUCH = 8 * MIB;

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Runtime runtime = Runtime.getRuntime();
    private long usedAfter;
    private long restUntilNanos = System.nanoTime();

    /** To be called while nothing is being looked at or digested. */
    void look() {
        long used = used();
        if (used > LITTLE && used > usedAfter + usedAfter / 8 + MUCH && System.nanoTime() - restUntilNanos >= 0) {
            System.gc();
            usedAfter = used();
            restUntilNanos = System.nanoTime() + REST_NANOS;
        }
    }

    private long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
