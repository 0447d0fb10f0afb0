package io.plasmd.provider.health;

import java.time.Duration;
import java.time.Instant;

/** How long the server has been up, by the monotonic clock: the time of day may be set meanwhile. */
final class Uptime {
    private final long startedNanos;

    /**
     * Of a server that started a short while ago.
     *
     * @param now by the same clock as the start
     */
    Uptime(Instant startedAt, Instant now) {
        startedNanos =
                System.nanoTime() - Math.max(0, Duration.between(startedAt, now).toNanos());
    }

    long seconds() {
        return Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds();
    }
}
