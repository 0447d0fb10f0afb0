package io.plasmd.provider.server.http;

import io.plasmd.provider.server.log.Seldom;
import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.HostProvider;
import io.plasmd.provider.server.status.LimitStatus;
import io.plasmd.provider.server.status.StatusFields;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections of clients: which are let in, which have to make room, and which take too long. */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** A connection that has rested for less may have its next request on the way. */
    private static final long REST_BEFORE_CLOSE_NANOS = Duration.ofSeconds(1).toNanos();

    /**
     * For so long after an answer a further request is waited for when the server stops. UEFI asks by HEAD and then by GET on
     * one connection, and does not try again where that is closed between.
     */
    private static final long NEXT_REQUEST_NANOS = REST_BEFORE_CLOSE_NANOS;

    /** And for so long after a connection was made. The time begins when the server has done its own part. */
    private static final long FIRST_REQUEST_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * And for so long after each part of the head of a request, or of a TLS handshake: where many come at once, each part
     * takes seconds on a small machine.
     */
    private static final long REST_OF_REQUEST_NANOS = Duration.ofSeconds(8).toNanos();

    /** How long a client may take to close its side after the last answer; closed before, it could lose that answer. */
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    /** To look through thousands of busy connections for each one that comes would take more than to answer it. */
    private static final long BETWEEN_VAIN_LOOKS_NANOS = Duration.ofMillis(100).toNanos();

    private final ConnectionLimits limits;
    private final ConnectionMetrics metrics;
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final Set<ClientEndPoint> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Seldom full = new Seldom();
    private final Seldom crowded = new Seldom();
    private final Seldom failing = new Seldom();
    private long lookedInVain = System.nanoTime() - BETWEEN_VAIN_LOOKS_NANOS;

    /** Without a part in what is told of the clients. */
    public Connections(ConnectionLimits limits) {
        this(limits, new HostMetrics());
    }

    private Connections(ConnectionLimits limits, HostMetrics metrics) {
        this.limits = limits;
        this.metrics = new ConnectionMetrics(metrics, limits, () -> admitted.get() + turnedAway.get());
    }

    public Connections(ConnectionLimits limits, HostProvider provider) {
        this(limits, provider.metrics());
        StatusFields status = provider.statusFields();
        status.add("limits.connections", this::status);
        status.add(
                "limits.connections_per_address",
                () -> LimitStatus.of(
                        limits.perAddress(),
                        byAddress.values().stream()
                                .mapToInt(count -> count)
                                .max()
                                .orElse(0),
                        metrics.refusals(ConnectionMetrics.Refusal.ADDRESS)));
        status.add(
                "limits.header_timeout",
                () -> LimitStatus.of(
                        limits.headerTimeout().toMillis() / 1000.0,
                        metrics.closings(ConnectionMetrics.Closing.HEADER_TIMEOUT)));
    }

    /** How many there may be, how many there are, and how many were one too many. */
    public Map<String, Object> status() {
        return LimitStatus.of(limits.connections(), admitted.get(), metrics.refusals(ConnectionMetrics.Refusal.LIMIT));
    }

    /** Decides about a connection that was accepted. Nothing, where it is to be closed at once. */
    synchronized Optional<Admission> admit(InetAddress client) {
        metrics.accepted();
        InetAddress address = limits.counted().of(client);
        String why = "";
        if (byAddress.getOrDefault(address, 0) >= limits.perAddress() && !limits.isProxy(client)) {
            why = "there are " + limits.perAddress() + " connections from this address already";
            metrics.refused(ConnectionMetrics.Refusal.ADDRESS);
            crowded.run(() -> LOG.warn(
                    "connections from {} are turned away: it has {} (provider.limits.connections-per-address) already."
                            + " A proxy belongs in provider.http.trusted-proxies.",
                    limits.counted().text(client),
                    limits.perAddress()));
        } else if (admitted.get() >= limits.connections() && !closeLongestResting()) {
            why = "all " + limits.connections() + " connections are in use";
            metrics.refused(ConnectionMetrics.Refusal.LIMIT);
            full.run(() -> LOG.warn(
                    "connections are turned away: all {} ({}) are in use", limits.connections(), limits.setting()));
        }
        var admission = new Admission(address, why);
        if (admission.isTurnedAway() && turnedAway.get() >= limits.reserve()) {
            return Optional.empty();
        }
        count(admission).incrementAndGet();
        byAddress.merge(address, 1, Integer::sum);
        return Optional.of(admission);
    }

    private AtomicInteger count(Admission admission) {
        return admission.isTurnedAway() ? turnedAway : admitted;
    }

    void opened(ClientEndPoint connection) {
        open.add(connection);
    }

    void closed(ClientEndPoint connection) {
        if (open.remove(connection)) {
            gone(connection.admission());
        }
    }

    /** To be called once for each that was let in. */
    void gone(Admission admission) {
        count(admission).decrementAndGet();
        byAddress.computeIfPresent(admission.address(), (address, count) -> count == 1 ? null : count - 1);
    }

    private boolean closeLongestResting() {
        long now = NanoTime.now();
        if (NanoTime.elapsed(lookedInVain, now) < BETWEEN_VAIN_LOOKS_NANOS) {
            return false;
        }
        Optional<ClientEndPoint> longest = open.stream()
                .filter(connection -> connection.restedNanos(now) >= REST_BEFORE_CLOSE_NANOS)
                .max(Comparator.comparingLong(connection -> connection.restedNanos(now)));
        if (longest.isEmpty()) {
            lookedInVain = now;
            return false;
        }
        metrics.closed(ConnectionMetrics.Closing.ROOM);
        // Jetty reports it as closed before this returns.
        longest.get().close();
        return true;
    }

    /** What could not be accepted. A resting connection is closed, since it holds what most likely is missing. */
    synchronized void acceptFailed(Throwable failure) {
        metrics.refused(ConnectionMetrics.Refusal.DESCRIPTORS);
        failing.run(() -> LOG.warn(
                "cannot accept connections: {}. If descriptors are missing, allow more of them (LimitNOFILE= in the"
                        + " unit, ulimit -n), or lower provider.limits.connections.",
                failure.getMessage()));
        closeLongestResting();
    }

    /** Whether one of them most likely has a request on its way, as those have that have only just been let in. */
    public boolean anyMayAsk() {
        return admitted.get() + turnedAway.get() > open.size()
                || open.stream()
                        .anyMatch(connection -> connection.mayAskWithin(
                                NEXT_REQUEST_NANOS, FIRST_REQUEST_NANOS, REST_OF_REQUEST_NANOS));
    }

    /** Closes those whose client does not come to an end: with the head of a request, or after the last answer. */
    void closeOverdue() {
        long now = NanoTime.now();
        for (ClientEndPoint connection : open) {
            if (connection.headNanos(now) > limits.headerTimeout().toNanos()) {
                metrics.closed(ConnectionMetrics.Closing.HEADER_TIMEOUT);
                LOG.debug("{} sent no whole head in {}", connection.getRemoteSocketAddress(), limits.headerTimeout());
                connection.close();
            } else if (connection.lingeredNanos(now) > LINGER_NANOS) {
                connection.close();
            }
        }
    }
}
