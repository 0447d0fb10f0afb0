package io.plasmd.provider.netboot;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lines of the log that any client can cause: no more of them than a person reads. */
final class Complaints {
    private static final long BETWEEN = 100_000_000L;

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private long last;
    private long leftOut;

    Complaints(Consumer<String> log, LongSupplier nanoTime) {
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
            log.accept(more + " more such lines were left out");
        }
        log.accept(SafeText.oneLine(line));
    }
}
