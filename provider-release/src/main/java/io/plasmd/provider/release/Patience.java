package io.plasmd.provider.release;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Between two tries. It ends where nothing has come for some time on any connection: a server that answers only some of
 * them is busy, not gone.
 */
final class Patience {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Duration limit;
    private final LeastRate rate;
    private volatile long lastProgress = System.nanoTime();

    /** For what is small. */
    Patience(Duration limit) {
        this(limit, 0);
    }

    /**
     * For artifacts.
     *
     * @param minRate bytes per second that have to come at least, measured over the limit
     */
    Patience(Duration limit, long minRate) {
        this.limit = limit;
        rate = new LeastRate(minRate, limit);
    }

    /**
     * Bytes have come.
     *
     * @throws ReleaseException where they come too slowly
     */
    void progress(String name, int bytes) throws ReleaseException {
        lastProgress = System.nanoTime();
        rate.add(name, bytes);
    }

    /**
     * Waits a while: as long as the server asks, else longer with every failure.
     *
     * @param failures in a row, at least one
     * @throws ReleaseException where it has been waited long enough
     */
    void pause(String name, LostException lost, int failures) throws ReleaseException, InterruptedException {
        long left = limit.toNanos() - (System.nanoTime() - lastProgress);
        Duration asked = lost.waitAsked();
        if (left <= 0 || asked.toNanos() > left) {
            throw new ReleaseException(
                    name + ": " + lost.what()
                            + (left > 0 ? "; to wait so long is too long" : "; given up after " + tries(failures))
                            + " (the limit is " + RemoteClient.text(limit) + " without a byte)."
                            + " See whether the server runs and can be reached, then do the same again.",
                    lost);
        }
        long backoff = LONGEST_PAUSE_MILLIS;
        if (failures < 8) {
            backoff = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (failures - 1));
        }
        // Not all at the same moment: a whole room of machines may have lost the same server.
        long millis =
                asked.isZero() ? ThreadLocalRandom.current().nextLong(backoff / 2, backoff + 1) : asked.toMillis();
        long nanos = Math.min(left, TimeUnit.MILLISECONDS.toNanos(millis));
        if (!asked.isZero()) {
            rate.excuse(nanos);
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    private static String tries(int failures) {
        return failures == 1 ? "one try" : failures + " tries";
    }
}
