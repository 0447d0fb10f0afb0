package io.plasmd.provider.server;

import io.plasmd.provider.server.log.LogOutput;

/** Lines of the server's own log that nobody has read. */
final class LogMetrics {
    private LogMetrics() {}

    static void addTo(HostMetrics metrics) {
        metrics.gauge(
                "log_lines_dropped",
                "Lines of the server's own log that were lost since the start because nobody read stderr.",
                () -> System.err instanceof LogOutput output ? output.lost() : 0);
    }
}
