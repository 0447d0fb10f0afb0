package io.plasmd.provider.artifacts;

/**
 * Lets bytes through at a rate. What is not used is kept for a tenth of a second, so that a timer that comes late costs
 * no throughput. Times are in nanoseconds, of any clock that does not go back.
 */
final class TokenBucket {
    /** Less in one write would be all headers; a bucket that cannot hold one write would never let it through. */
    static final int SMALLEST_WRITE = 4 * 1024;

    private static final double NANOS = 1e9;

    /** In bytes: sums of fractions are a little off, and who waited as long as told must not be told to wait again. */
    private static final double ROUNDING = 1e-6;

    private final long rate;
    private final double capacity;
    private double available;
    private long filledAt;

    /** A full one. */
    TokenBucket(long bytesPerSecond, long now) {
        rate = bytesPerSecond;
        capacity = capacity(bytesPerSecond);
        available = capacity;
        filledAt = now;
    }

    /** What may come at once. */
    static long capacity(long bytesPerSecond) {
        return Math.max(SMALLEST_WRITE, bytesPerSecond / 10);
    }

    /**
     * Takes so many bytes, or nothing.
     *
     * @return 0 where they were taken, else the nanoseconds after which they can be
     * @throws IllegalArgumentException where the bucket never holds so many
     */
    long take(int bytes, long now) {
        if (bytes > capacity) {
            throw new IllegalArgumentException(bytes + " bytes from a bucket of " + (long) capacity);
        }
        available = Math.min(capacity, available + Math.max(0, now - filledAt) / NANOS * rate);
        filledAt = Math.max(filledAt, now);
        if (available >= bytes - ROUNDING) {
            available = Math.max(0, available - bytes);
            return 0;
        }
        // One more than it computes to: rounded down, a waiter would come a moment too early.
        return (long) ((bytes - available) / rate * NANOS) + 1;
    }
}
