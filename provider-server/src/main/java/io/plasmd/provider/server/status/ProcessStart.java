package io.plasmd.provider.server.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When this process was started: before the JVM was, by a launcher that {@code exec}s. In steps of 10 ms, read from
 * proc(5); {@link ProcessHandle.Info#startInstant()} counts from a boot time in whole seconds, and is up to a second off.
 */
public final class ProcessStart {
    private static final Path PROC = Path.of("/proc");

    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    /** Counted from the closing parenthesis of the command's name, which may itself hold blanks. */
    private static final int START_TIME_FIELD = 20;

    @SuppressWarnings("TimeInStaticInitializer") // what has passed until then is taken off again
    private static final Instant INSTANT = Instant.now().minus(sinceStart());

    private ProcessStart() {}

    static Instant instant() {
        return INSTANT;
    }

    /** How long the process has been running. */
    public static Duration elapsed() {
        return Duration.between(INSTANT, Instant.now());
    }

    private static Duration sinceStart() {
        try {
            String stat = Files.readString(PROC.resolve("self/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1));
            long startMillis = Long.parseLong(fields.get(START_TIME_FIELD)) * MILLIS_PER_TICK;
            String uptime = Files.readString(PROC.resolve("uptime"));
            long upMillis = Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
            return Duration.ofMillis(Math.max(0, upMillis - startMillis));
        } catch (IOException | RuntimeException e) {
            // Without /proc the count begins here.
            return Duration.ZERO;
        }
    }
}
