package io.plasmd.provider.health;

import io.plasmd.provider.api.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One check, run in a thread of its own: one that hangs hangs alone, and is not started again while it does. The thread
 * stays for a while: starting one for each run took most of the time of an answer.
 */
final class TimedCheck {
    private static final Duration THREAD_STAYS = Duration.ofSeconds(5);

    private final HealthCheck check;
    private final Duration limit;
    private final InstantSource clock;
    private final Executor thread;
    private @Nullable Run latest;
    private HealthCheck.Result last = HealthCheck.Result.failed("no result yet");

    /**
     * A check that has not been started.
     *
     * @param limit after which one that is still under way counts as failed
     */
    TimedCheck(String name, HealthCheck check, Duration limit, InstantSource clock) {
        this.check = check;
        this.limit = limit;
        this.clock = clock;
        thread = threadNamed("check " + name);
    }

    private static Executor threadNamed(String name) {
        // Not a virtual thread: those share as many carriers as there are cores, and a check that hangs in the kernel
        // (a file server that is gone) keeps its carrier. Two such checks made all others hang as well.
        var one = new ThreadPoolExecutor(
                1,
                1,
                THREAD_STAYS.toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name).factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /**
     * A check that has been started.
     *
     * @param startedNanos by {@link System#nanoTime()}
     * @param result completed when it is over
     */
    record Run(Instant startedAt, long startedNanos, CompletableFuture<HealthCheck.Result> result) {

        boolean isOverdue(Duration limit) {
            return !result.isDone() && System.nanoTime() - startedNanos >= limit.toNanos();
        }
    }

    /** Starts the check, unless an earlier start is still under way; its result then counts for both. */
    synchronized Run start() {
        if (latest != null && !latest.result().isDone()) {
            return latest;
        }
        var run = new Run(clock.instant(), System.nanoTime(), new CompletableFuture<>());
        latest = run;
        thread.execute(() -> complete(run.result()));
        return run;
    }

    private void complete(CompletableFuture<HealthCheck.Result> result) {
        try {
            result.complete(Objects.requireNonNull(check.check(), "the check returned null"));
        } catch (Throwable thrown) {
            // Whatever it is, the check has found something wrong, if only with itself.
            result.complete(HealthCheck.Result.failed(thrown.toString()));
        }
    }

    /** What is known of it now: of a run that may still have a result, that of the one before. */
    synchronized HealthCheck.Result result() {
        Run run = latest;
        if (run != null && run.result().isDone()) {
            last = run.result().join();
        } else if (run != null && run.isOverdue(limit)) {
            return HealthCheck.Result.failed("no result after " + limit.toMillis() + " ms; started at "
                    + run.startedAt().truncatedTo(ChronoUnit.SECONDS));
        }
        return last;
    }
}
