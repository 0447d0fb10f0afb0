package io.plasmd.provider.health;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of all endpoints, all at once, none for longer than the limit, and once for all who ask within a
 * second. Nobody who asks has to wait in a thread.
 */
final class HealthChecks {
    private static final long SHARED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final CompletableFuture<Void> OVER = CompletableFuture.completedFuture(null);

    private final Provider provider;
    private final Duration limit;
    private final InstantSource clock;
    private final Map<String, TimedCheck> checks = new LinkedHashMap<>();
    private final Semaphore waiting = new Semaphore(1);
    private CompletableFuture<Void> round = OVER;
    private long roundNanos = System.nanoTime() - SHARED_NANOS;
    private @Nullable HealthReport report;
    private volatile Map<String, Integer> lastValues = Map.of();

    HealthChecks(Provider provider, Duration limit, InstantSource clock) {
        this.provider = provider;
        this.limit = limit;
        this.clock = clock;
    }

    /** Has the checks run, unless they are running or just were; completed as soon as there is something to report. */
    synchronized CompletableFuture<Void> ask() {
        if (!round.isDone() || System.nanoTime() - roundNanos < SHARED_NANOS) {
            return round;
        }
        report = null;
        roundNanos = System.nanoTime();
        List<CompletableFuture<HealthCheck.Result>> awaited = new ArrayList<>();
        provider.healthChecks().forEach((name, check) -> {
            var run = checks.computeIfAbsent(name, n -> new TimedCheck(n, check, limit, clock))
                    .start();
            // One that has hung for longer is not waited for by every round anew.
            if (!run.isOverdue(limit)) {
                awaited.add(run.result());
            }
        });
        round = CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
        return round;
    }

    /** What is known now, without waiting. */
    synchronized HealthReport report() {
        HealthReport known = report;
        if (known != null) {
            return known;
        }
        Map<String, Boolean> healthy = new LinkedHashMap<>();
        Map<String, String> details = new LinkedHashMap<>();
        checks.forEach((name, check) -> {
            HealthCheck.Result result = check.result();
            healthy.put(name, result.healthy());
            if (!result.detail().isEmpty()) {
                details.put(name, result.detail());
            }
        });
        var found = new HealthReport(healthy, details);
        if (round.isDone()) {
            report = found;
        }
        return found;
    }

    /** What is known now, also where nobody has asked before. */
    HealthReport now() {
        CompletableFuture<Void> _ = ask();
        return report();
    }

    /** For the metrics: 1 for each check that is well, else 0. One who asks waits; what the others get was so before. */
    Map<String, Integer> values() {
        CompletableFuture<Void> asked = ask();
        if (!asked.isDone()) {
            if (!waiting.tryAcquire()) {
                return lastValues;
            }
            try {
                asked.join();
            } finally {
                waiting.release();
            }
        }
        Map<String, Integer> values = new LinkedHashMap<>();
        report().checks().forEach((name, healthy) -> values.put(name, healthy ? 1 : 0));
        lastValues = values;
        return values;
    }
}
