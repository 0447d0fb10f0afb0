package io.plasmd.provider.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Says that requests are answered, again and again, by the threads that answer them: where all of them are stuck nothing is
 * said, and the service manager starts the server anew.
 */
final class Watchdog extends AbstractLifeCycle {
    private final ServiceManager manager;
    private final Executor threads;
    private final Scheduler scheduler;
    private final long intervalMillis;

    Watchdog(ServiceManager manager, Duration patience, Executor threads, Scheduler scheduler) {
        this.manager = manager;
        this.threads = threads;
        this.scheduler = scheduler;
        // As sd_watchdog_enabled(3) recommends.
        this.intervalMillis = Math.max(1, patience.toMillis() / 2);
    }

    @Override
    protected void doStart() {
        later();
    }

    private void later() {
        scheduler.schedule(this::ask, intervalMillis, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            threads.execute(this::answer);
        } catch (RejectedExecutionException e) {
            // Their queue is full, so that later may be better; or they are stopped.
            again();
        }
    }

    private void answer() {
        manager.alive();
        again();
    }

    private void again() {
        if (isStarting() || isRunning()) {
            later();
        }
    }
}
