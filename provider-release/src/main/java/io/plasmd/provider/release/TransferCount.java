package io.plasmd.provider.release;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How far all artifacts together are. Counted by many threads, shown by one. */
final class TransferCount {
    private final long total;
    private final int artifacts;
    private final LongAdder there = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final AtomicInteger done = new AtomicInteger();

    TransferCount(long total, int artifacts) {
        this.total = total;
        this.artifacts = artifacts;
    }

    void alreadyThere(long bytes) {
        there.add(bytes);
    }

    void received(long bytes) {
        received.add(bytes);
    }

    void finished() {
        done.incrementAndGet();
    }

    long total() {
        return total;
    }

    /** Of this run. */
    long received() {
        return received.sum();
    }

    /** Never more than the total, though some bytes may have come twice. */
    long present() {
        return Math.min(total, there.sum() + received.sum());
    }

    /** Rounded down: only all is 100. */
    int percent() {
        return total == 0 ? 100 : (int) (present() * 100.0 / total);
    }

    String artifacts() {
        return done.get() + "/" + artifacts;
    }
}
