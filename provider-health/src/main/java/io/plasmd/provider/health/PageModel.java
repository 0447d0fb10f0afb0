package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the page shows: one moment, so that its parts agree with each other.
 *
 * @param host by which the page was asked for
 */
record PageModel(
        Provider provider, StatusQuery query, StatusTree status, List<Sample> samples, Instant now, String host) {
    private static final String OPERATIONS = "operations";

    /** Time enough to look after a certificate; docs/prometheus-rules.yml warns no earlier either. */
    private static final Duration SOON = Duration.ofDays(14);

    static PageModel of(Provider provider, StatusQuery query, List<Sample> samples, Instant now, String host) {
        return new PageModel(
                provider, query, new StatusTree(StatusPart.of(provider.status(), query)), samples, now, host);
    }

    /**
     * What the path of an artifact is put behind: nothing, or the address for clients where this page is at another one,
     * at which there are no artifacts.
     */
    String clientBase() {
        StatusTree listeners = status.at("listeners");
        if (!listeners.has(OPERATIONS)) {
            return "";
        }
        URI clients = URI.create(listeners.text("http"));
        // All addresses of the machine: that by which it was found is one.
        boolean isAny = clients.getHost().equals("0.0.0.0") || clients.getHost().equals("[::]");
        return "http://" + (isAny ? host : clients.getHost()) + ":" + clients.getPort();
    }

    /** How long the certificate of HTTPS is still good, where that is not long any more. */
    Optional<Duration> certificateEndsIn() {
        if (!status.has("tls")) {
            return Optional.empty();
        }
        Duration left = Duration.ofSeconds(status.at("tls").number("expires_in_secs"));
        return left.compareTo(SOON) < 0 ? Optional.of(left) : Optional.empty();
    }

    String channel() {
        return provider.config().getString("channel");
    }

    String arch() {
        return provider.config().getString("arch");
    }

    Duration uptime() {
        return Duration.ofSeconds(status.at("provider").number("uptime_secs"));
    }

    StatusTree artifacts() {
        return status.at("artifacts");
    }

    StatusTree metrics() {
        return status.at("metrics");
    }

    StatusTree checks() {
        return status.at("health").at("checks");
    }

    StatusTree checkDetails() {
        return status.at("health").at("details");
    }

    long failedChecks() {
        return checks().names().stream().filter(name -> !checks().isTrue(name)).count();
    }
}
