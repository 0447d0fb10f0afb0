package io.plasmd.provider.netboot.boots;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is told to go on. */
final class TestClock implements InstantSource {
    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    void goOn(Duration duration) {
        now = now.plus(duration);
    }
}
