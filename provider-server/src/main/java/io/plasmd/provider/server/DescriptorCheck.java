package io.plasmd.provider.server;

import io.plasmd.provider.server.http.ConnectionLimits;
import io.plasmd.provider.server.status.ProcessMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what the limits allow with the file descriptors that the process may open. */
final class DescriptorCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptorCheck.class);

    /** Jars, logs, timers, and files that are being digested. */
    private static final int OWN = 256;

    private DescriptorCheck() {}

    /** Every connection is one descriptor, and every request under way may have a file open. */
    private static long needed(ConnectionLimits connections, RequestLimits requests) {
        return (long) connections.connections() + connections.reserve() + requests.underWay() + OWN;
    }

    static void warnIfTooFew(ConnectionLimits connections, RequestLimits requests) {
        long needed = needed(connections, requests);
        double allowed = ProcessMetrics.maxFiles();
        // Where the kernel does not say (NaN), there is nothing to compare with.
        if (allowed < needed) {
            LOG.warn(
                    "only {} file descriptors may be open, but provider.limits.connections = {} and"
                            + " provider.limits.requests = {} may need {}. Allow them (LimitNOFILE={} in the unit, or"
                            + " ulimit -Hn {} before the start), or lower the limits.",
                    (long) allowed,
                    connections.connections(),
                    requests.underWay(),
                    needed,
                    needed,
                    needed);
        }
    }
}
