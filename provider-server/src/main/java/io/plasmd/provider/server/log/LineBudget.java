package io.plasmd.provider.server.log;

import java.time.Duration;
import java.util.OptionalInt;

/** So many lines in a time, whatever happens: what goes wrong for a thousand clients at once has one reason. */
public final class LineBudget {
    private final int lines;
    private final Duration time;
    private long beganNanos;
    private int said;
    private int leftOut;

    public LineBudget(int lines, Duration time) {
        this.lines = lines;
        this.time = time;
        this.beganNanos = System.nanoTime();
    }

    /** How many were left out before this one; empty where this one is to be left out. */
    public synchronized OptionalInt ask() {
        long now = System.nanoTime();
        if (now - beganNanos >= time.toNanos()) {
            beganNanos = now;
            said = 0;
        }
        if (said == lines) {
            leftOut++;
            return OptionalInt.empty();
        }
        said++;
        int before = leftOut;
        leftOut = 0;
        return OptionalInt.of(before);
    }
}
