package io.plasmd.provider.release;

import java.time.Duration;

/**
 * The bytes that have to come in some time, on all connections together: a server that sends a byte every few seconds is
 * never silent, and would be waited for for ever.
 */
final class LeastRate {
    private final long bytesPerSecond;
    private final long windowNanos;
    private long begin;
    private boolean begun;
    private long bytes;
    private long excusedNanos;

    /**
     * A rate.
     *
     * @param bytesPerSecond 0 for any
     * @param window the time over which it is measured
     */
    LeastRate(long bytesPerSecond, Duration window) {
        this.bytesPerSecond = bytesPerSecond;
        windowNanos = window.toNanos();
    }

    /** The server has asked to wait; a window excuses no more than its own length. */
    synchronized void excuse(long nanos) {
        excusedNanos = Math.min(windowNanos, excusedNanos + nanos);
    }

    /**
     * Bytes have come.
     *
     * @throws ReleaseException where they were too few
     */
    synchronized void add(String name, int count) throws ReleaseException {
        if (!begun) {
            // With the first byte: until then it is patience that counts.
            begun = true;
            begin = System.nanoTime();
        }
        bytes += count;
        long nanos = System.nanoTime() - begin - excusedNanos;
        if (nanos < windowNanos) {
            return;
        }
        long came = bytes;
        begin = System.nanoTime();
        bytes = 0;
        excusedNanos = 0;
        if (came < bytesPerSecond * (nanos / 1e9)) {
            throw new ReleaseException(name + ": only " + came + " bytes came in "
                    + RemoteClient.text(Duration.ofNanos(nanos)) + ", less than " + bytesPerSecond
                    + " bytes a second (--min-rate). What has come is kept: do the same again to go on, or accept a"
                    + " slower server with a lower rate.");
        }
    }
}
