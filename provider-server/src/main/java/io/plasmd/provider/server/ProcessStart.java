package io.plasmd.provider.server;

import java.time.Duration;
import java.time.Instant;

/** When this process was started: before the JVM was, by a launcher that {@code exec}s. */
final class ProcessStart {
    private static final Instant INSTANT =
            ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    private ProcessStart() {}

    static Instant instant() {
        return INSTANT;
    }

    static Duration elapsed() {
        return Duration.between(INSTANT, Instant.now());
    }
}
