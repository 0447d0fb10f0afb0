package io.plasmd.provider.server.status;

import io.plasmd.provider.server.log.LogOutput;

/** Lines of the server's own log that nobody has read. */
public final class LogMetrics {
    private LogMetrics() {}

    public static void addTo(HostMetrics metrics) {
        metrics.gauge(
                "log_lines_dropped",
                "Lines of the server's own log that were lost since the start because nobody read stderr.",
                () -> System.err instanceof LogOutput output ? output.lost() : 0);
    }
}
