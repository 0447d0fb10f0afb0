package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.SettingValues;
import java.time.Duration;

/**
 * How slow a client may be.
 *
 * @param stallTimeout how long it may take nothing
 * @param minRate bytes per second that it has to take at least; 0: as few as it likes
 * @param window what that rate is measured over
 */
record SpeedLimits(Duration stallTimeout, long minRate, Duration window) {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** Looks at a client within one such time: none is cut off for what was seen at two moments only. */
    private static final int LOOKS = 8;

    static SpeedLimits read(EndpointContext context) {
        Config limits = context.provider().config().getConfig("limits");
        return new SpeedLimits(
                duration(limits, "stall-timeout"), limits.getBytes("min-rate"), duration(limits, "min-rate-window"));
    }

    private static Duration duration(Config limits, String key) {
        Duration value = limits.getDuration(key);
        if (value.compareTo(SHORTEST) < 0) {
            throw SettingValues.wrong(limits, key, "expected " + SHORTEST.toMillis() + "ms or more");
        }
        return value;
    }

    /** How often clients are looked at. */
    Duration interval() {
        Duration shorter = minRate > 0 && window.compareTo(stallTimeout) < 0 ? window : stallTimeout;
        // Not dividedBy(), which computes with BigDecimal: for each download that starts.
        return Duration.ofMillis(shorter.toMillis() / LOOKS);
    }
}
