package io.plasmd.provider.release;

import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes per second over the last seconds. */
final class TransferRate {
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private record Sample(long nanos, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** So many bytes in all have come by this time. */
    void add(long nanos, long bytes) {
        samples.addLast(new Sample(nanos, bytes));
        // The last one before the window stays, so that there are always five seconds to look at.
        while (samples.size() > 2 && nanos - second().nanos() >= WINDOW_NANOS) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        var iterator = samples.iterator();
        iterator.next();
        return iterator.next();
    }

    /** Zero before there are two samples. */
    long bytesPerSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long nanos = last.nanos() - first.nanos();
        return nanos <= 0 ? 0 : (long) ((last.bytes() - first.bytes()) * 1e9 / nanos);
    }
}
