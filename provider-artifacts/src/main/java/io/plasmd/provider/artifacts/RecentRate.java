package io.plasmd.provider.artifacts;

import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes per second of the last few seconds. Times are in nanoseconds. */
final class RecentRate {
    private static final long SPAN = 5_000_000_000L;

    private record Sample(long at, long total) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    RecentRate(long now) {
        samples.add(new Sample(now, 0));
    }

    /** Tells how many bytes it is by now, every second or so. */
    synchronized void sample(long now, long total) {
        samples.add(new Sample(now, total));
        while (samples.size() > 2 && now - samples.getFirst().at() > SPAN) {
            samples.removeFirst();
        }
    }

    /** With what came since the last sample. */
    synchronized long perSecond(long now, long total) {
        Sample first = samples.getFirst();
        long elapsed = now - first.at();
        return elapsed > 0 ? Math.round((total - first.total()) / (elapsed / 1e9)) : 0;
    }
}
