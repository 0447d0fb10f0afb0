package io.plasmd.provider.health;

import java.time.Duration;
import java.time.Instant;

/**
 * How busy the server was for a short while.
 *
 * @param at the end of that while
 * @param bytesPerSecond on average
 * @param activeDownloads at its end
 */
record Sample(Instant at, double bytesPerSecond, long activeDownloads) {
    /** How often one is taken. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    /** How far back they reach. */
    static final Duration WINDOW = Duration.ofMinutes(5);
}
