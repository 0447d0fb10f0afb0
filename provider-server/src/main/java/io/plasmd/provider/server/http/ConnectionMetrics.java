package io.plasmd.provider.server.http;

import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.LabelledCounter;
import java.util.Locale;
import java.util.function.IntSupplier;

/** What is counted of connections. */
final class ConnectionMetrics {
    private final LabelledCounter accepted;
    private final LabelledCounter refused;
    private final LabelledCounter closed;

    /** Why a connection is turned away, by a 503 or at once. */
    enum Refusal {
        LIMIT,
        ADDRESS,
        DESCRIPTORS
    }

    /** Why a connection is closed by the server before its time. */
    enum Closing {
        HEADER_TIMEOUT,
        ROOM
    }

    ConnectionMetrics(HostMetrics metrics, ConnectionLimits limits, IntSupplier open) {
        accepted = metrics.counter("connections_accepted_total", "Connections accepted.");
        refused = metrics.counter(
                "connections_refused_total",
                "Connections turned away with a 503 or closed at once: limit (provider.limits.connections), address"
                        + " (provider.limits.connections-per-address), descriptors (none was left).",
                "reason");
        closed = metrics.counter(
                "connections_closed_total",
                "Connections closed before their time: header_timeout (the head of a request took longer than"
                        + " provider.limits.header-timeout), room (resting, while all were in use).",
                "reason");
        // Shows as zero from the start on, so that the first one makes a rate.
        for (Refusal reason : Refusal.values()) {
            refused.add(0, label(reason));
        }
        for (Closing reason : Closing.values()) {
            closed.add(0, label(reason));
        }
        metrics.gauge("active_connections", "Connections that are open.", open::getAsInt);
        metrics.gauge(
                "connections_limit",
                "Connections that may be open (provider.limits.connections).",
                () -> limits.connections());
        metrics.gauge(
                "connections_per_address_limit",
                "Connections that one address may have open (provider.limits.connections-per-address).",
                () -> limits.perAddress());
    }

    void accepted() {
        accepted.add(1);
    }

    void refused(Refusal reason) {
        refused.add(1, label(reason));
    }

    long refusals(Refusal reason) {
        return refused.sum(label(reason));
    }

    void closed(Closing reason) {
        closed.add(1, label(reason));
    }

    long closings(Closing reason) {
        return closed.sum(label(reason));
    }

    private static String label(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
