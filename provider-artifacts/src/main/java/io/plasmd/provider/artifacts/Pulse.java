package io.plasmd.provider.artifacts;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells from looks at one download, taken every now and then, whether its client is too slow.
 *
 * <p>What has been written says little of a slow client: the kernel takes up to {@code net.ipv4.tcp_wmem} (4 MiB) ahead
 * of the client, and reports room again only when a third of that is free. At 2 KB/s that takes minutes. So a client of
 * whom nothing is heard is judged by what it has acknowledged: what was written, less what the kernel still holds.
 */
final class Pulse {
    /** How much longer everything may take where only the writing can be seen. */
    private static final int BLIND_PATIENCE = 10;

    private final SpeedLimits limits;
    private boolean suspect;
    private long lookedAt;
    private long written;
    private OptionalLong acknowledged = OptionalLong.empty();
    private long taken;
    private long quietSince;
    private long windowStart;
    private long takenAtWindowStart;

    /** From a moment on, in nanoseconds of a clock that stands still while the download waits for something else. */
    Pulse(SpeedLimits limits, long now) {
        this.limits = limits;
        lookedAt = now;
        quietSince = now;
        windowStart = now;
    }

    /** Whether {@link #look} wants to know what the kernel holds. */
    boolean isSuspect(long now, long writtenNow) {
        long elapsed = now - lookedAt;
        long fresh = writtenNow - written;
        if (elapsed > 0 && (fresh == 0 || fresh < bytesAtMinRate(elapsed))) {
            suspect = true;
        }
        return suspect;
    }

    /**
     * One look.
     *
     * @param held bytes that the kernel has and the client has not acknowledged; empty where that is not known
     * @return why the client has to be cut off
     */
    Optional<CutOffException> look(long now, long writtenNow, OptionalLong held) {
        long gain = writtenNow - written;
        boolean sees = suspect && held.isPresent();
        if (sees) {
            long acknowledgedNow = writtenNow - held.getAsLong();
            if (acknowledged.isPresent()) {
                gain = acknowledgedNow - acknowledged.getAsLong();
            } else {
                // What it took before cannot be known: its time begins here.
                quietSince = now;
                restartWindow(now);
            }
            acknowledged = OptionalLong.of(acknowledgedNow);
        } else {
            acknowledged = OptionalLong.empty();
        }
        written = writtenNow;
        lookedAt = now;
        if (gain > 0) {
            taken += gain;
            quietSince = now;
        }
        int patience = sees ? 1 : BLIND_PATIENCE;
        if (now - quietSince >= limits.stallTimeout().toNanos() * patience) {
            return Optional.of(stalled(now - quietSince));
        }
        return now - windowStart >= limits.window().toNanos() * patience ? endWindow(now) : Optional.empty();
    }

    private Optional<CutOffException> endWindow(long now) {
        long elapsed = now - windowStart;
        long count = taken - takenAtWindowStart;
        if (count < bytesAtMinRate(elapsed)) {
            return Optional.of(tooSlow(count, elapsed));
        }
        suspect = false;
        restartWindow(now);
        return Optional.empty();
    }

    private void restartWindow(long now) {
        windowStart = now;
        takenAtWindowStart = taken;
    }

    private double bytesAtMinRate(long nanos) {
        return limits.minRate() * (nanos / 1e9);
    }

    private static CutOffException stalled(long nanos) {
        return new CutOffException(
                Download.End.STALLED, "the client took nothing for " + seconds(nanos) + " (limits.stall-timeout)");
    }

    private CutOffException tooSlow(long count, long nanos) {
        return new CutOffException(
                Download.End.TOO_SLOW,
                "the client took " + count + " bytes in " + seconds(nanos) + ", less than " + limits.minRate()
                        + " a second (limits.min-rate)");
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", Duration.ofNanos(nanos).toMillis() / 1000.0);
    }
}
