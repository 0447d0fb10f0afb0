package io.plasmd.provider.health;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the checks of all endpoints, all at once, none for longer than the limit. */
final class HealthChecks {
    private final Provider provider;
    private final Duration limit;
    private final InstantSource clock;
    private final Map<String, TimedCheck> checks = new ConcurrentHashMap<>();

    HealthChecks(Provider provider, Duration limit, InstantSource clock) {
        this.provider = provider;
        this.limit = limit;
        this.clock = clock;
    }

    HealthReport run() {
        Map<String, TimedCheck.Run> runs = new LinkedHashMap<>();
        provider.healthChecks()
                .forEach((name, check) -> runs.put(
                        name,
                        checks.computeIfAbsent(name, n -> new TimedCheck(n, check, clock))
                                .start()));
        Map<String, Boolean> healthy = new LinkedHashMap<>();
        Map<String, String> details = new LinkedHashMap<>();
        runs.forEach((name, run) -> {
            HealthCheck.Result result = await(run);
            healthy.put(name, result.healthy());
            if (!result.detail().isEmpty()) {
                details.put(name, result.detail());
            }
        });
        return new HealthReport(healthy, details);
    }

    private HealthCheck.Result await(TimedCheck.Run run) {
        try {
            // From its own start: one that has hung for longer is not waited for by every answer anew.
            return TimedCheck.await(run, limit, run.startedNanos() + limit.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HealthCheck.Result.failed("the server is stopping");
        }
    }

    /** For the metrics: 1 for each check that is well, else 0. */
    Map<String, Integer> values() {
        Map<String, Integer> values = new LinkedHashMap<>();
        run().checks().forEach((name, healthy) -> values.put(name, healthy ? 1 : 0));
        return values;
    }
}
