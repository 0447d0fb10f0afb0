package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class TokenBucketTest {
    private static final double NANOS = 1e9;

    /** A try to take bytes some time after the one before. */
    private static long at(List<Integer> pauses, int i) {
        return pauses.get(i) * 1_000L;
    }

    @Property
    void inNoStretchOfTimeMoreComesThroughThanItsRateAndOneBurst(
            @ForAll @LongRange(min = 1, max = 10_000_000_000L) long rate,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 500_000) Integer> pauses,
            @ForAll @IntRange(min = 1, max = TokenBucket.SMALLEST_WRITE) int bytes) {
        var bucket = new TokenBucket(rate, 0);
        long[] time = new long[pauses.size()];
        long[] through = new long[pauses.size()];
        long now = 0;
        for (int i = 0; i < time.length; i++) {
            now += at(pauses, i);
            time[i] = now;
            through[i] = (i == 0 ? 0 : through[i - 1]) + (bucket.take(bytes, now) == 0 ? bytes : 0);
        }
        for (int from = 0; from < time.length; from++) {
            long before = from == 0 ? 0 : through[from - 1];
            for (int to = from; to < time.length; to++) {
                double most = TokenBucket.capacity(rate) + rate * ((time[to] - time[from]) / NANOS);
                assertTrue(through[to] - before <= most + 1, (through[to] - before) + " of " + most);
            }
        }
    }

    @Property
    void whoWaitsAsLongAsToldIsLetThrough(
            @ForAll @LongRange(min = 1, max = 10_000_000_000L) long rate,
            @ForAll @Size(min = 1, max = 30)
                    List<@IntRange(min = 1, max = TokenBucket.SMALLEST_WRITE) Integer> writes) {
        var bucket = new TokenBucket(rate, 0);
        long now = 0;
        for (int bytes : writes) {
            long delay = bucket.take(bytes, now);
            if (delay > 0) {
                now += delay;
                assertEquals(0, bucket.take(bytes, now));
            }
        }
    }

    @Property
    void whoNeverPausesGetsTheWholeRate(@ForAll @LongRange(min = 1_000, max = 10_000_000_000L) long rate) {
        var bucket = new TokenBucket(rate, 0);
        long now = 0;
        long through = 0;
        for (int i = 0; i < 1000; i++) {
            now += bucket.take(TokenBucket.SMALLEST_WRITE, now);
            through += bucket.take(TokenBucket.SMALLEST_WRITE, now) == 0 ? TokenBucket.SMALLEST_WRITE : 0;
        }
        // Each wait is rounded up to the next nanosecond.
        assertTrue(through >= 0.99 * rate * (now / NANOS), through + " in " + now + " ns at " + rate);
    }

    @Property
    void aClockThatStandsStillFillsNothing(@ForAll @LongRange(min = 1, max = 40_000) long rate) {
        var bucket = new TokenBucket(rate, 7);
        assertEquals(0, bucket.take(TokenBucket.SMALLEST_WRITE, 7));
        assertTrue(bucket.take(1, 7) > 0);
        assertTrue(bucket.take(1, 0) > 0);
    }
}
