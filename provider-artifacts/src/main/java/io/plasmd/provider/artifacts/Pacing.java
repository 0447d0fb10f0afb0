package io.plasmd.provider.artifacts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Finds the pace of each download, and shares out what several have in common. */
final class Pacing {
    private final PacingSettings settings;
    private final Scheduler scheduler;
    private final Executor executor;
    private final LongConsumer waited;
    private final @Nullable Pacer total;
    private final Map<PacingRule, Pacer> ruleTotals = new HashMap<>();
    private final Set<Pace> paces = ConcurrentHashMap.newKeySet();

    /**
     * Paces from now on.
     *
     * @param waited told the nanoseconds of each wait
     */
    Pacing(PacingSettings settings, Scheduler scheduler, Executor executor, LongConsumer waited) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.executor = executor;
        this.waited = waited;
        total = settings.total() > 0 ? pacer(settings.total()) : null;
        for (PacingRule rule : settings.rules()) {
            if (rule.total() > 0) {
                ruleTotals.put(rule, pacer(rule.total()));
            }
        }
    }

    private Pacer pacer(long bytesPerSecond) {
        return new Pacer(
                bytesPerSecond,
                System::nanoTime,
                (nanos, task) -> scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS),
                executor);
    }

    /**
     * The pace of a download that begins.
     *
     * @param paths by any of which a rule can be for it
     */
    Pace begin(List<String> paths, String client, @Nullable String userAgent) {
        Optional<PacingRule> rule = settings.rules().stream()
                .filter(candidate -> candidate.matches(paths, client, userAgent))
                .findFirst();
        long perDownload = rule.map(found -> found.perDownload().orElse(settings.perDownload()))
                .orElse(settings.perDownload());
        List<Pacer> pacers = new ArrayList<>();
        if (perDownload > 0) {
            pacers.add(pacer(perDownload));
        }
        rule.map(ruleTotals::get).ifPresent(pacers::add);
        if (total != null) {
            pacers.add(total);
        }
        if (pacers.isEmpty()) {
            return Pace.NONE;
        }
        var pace = new Pace(pacers, System::nanoTime, waited);
        paces.add(pace);
        return pace;
    }

    void end(Pace pace) {
        if (paces.remove(pace)) {
            pace.leave();
        }
    }

    /** No more waiting: what still waits fails. */
    void close() {
        paces.forEach(Pace::close);
    }
}
