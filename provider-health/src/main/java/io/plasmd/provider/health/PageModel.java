package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the page shows: one moment, so that its parts agree with each other. */
record PageModel(Provider provider, StatusQuery query, StatusTree status, List<Sample> samples, Instant now) {

    static PageModel of(Provider provider, StatusQuery query, List<Sample> samples, Instant now) {
        return new PageModel(provider, query, new StatusTree(StatusPart.of(provider.status(), query)), samples, now);
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
