package io.plasmd.provider.netboot;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Lines of the log that any client can cause: no more of them than a person reads. */
final class Complaints {
    private static final long BETWEEN = 100_000_000L;

    private final Logger log;
    private final LongSupplier nanoTime;
    private long last;
    private long leftOut;

    Complaints(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - BETWEEN;
    }

    /** One line, whatever is in it. */
    void add(String line) {
        long more;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (now - last < BETWEEN) {
                leftOut++;
                return;
            }
            last = now;
            more = leftOut;
            leftOut = 0;
        }
        if (more > 0) {
            log.warn("{} more such lines were left out", more);
        }
        log.warn("{}", SafeText.oneLine(line));
    }
}
