package io.plasmd.provider.server;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How slowly a client may take an answer that is all in memory.
 *
 * @param patience before its rate counts at all
 * @param minRate bytes per second that it has to take at least from then on; 0: as few as it likes
 */
record AnswerLimits(Duration patience, long minRate) {
    private static final long MILLIS = 1000;

    static AnswerLimits read(Config provider) {
        Config limits = provider.getConfig("limits");
        return new AnswerLimits(limits.getDuration("stall-timeout"), limits.getBytes("min-rate"));
    }

    boolean areSet() {
        return minRate > 0;
    }

    /** How long so many bytes may take at most. */
    Duration longest(long bytes) {
        return patience.plusMillis(Math.min(bytes, Long.MAX_VALUE / MILLIS) * MILLIS / minRate);
    }
}
