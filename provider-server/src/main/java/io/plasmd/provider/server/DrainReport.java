package io.plasmd.provider.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.eclipse.jetty.util.thread.Scheduler;

/** Says once a second what a stop waits for, to whoever asked for it: {@code systemctl status} shows it. */
final class DrainReport {
    private final ServiceManager manager;
    private final Scheduler scheduler;
    private final IntSupplier underWay;
    private final long deadline;

    private DrainReport(ServiceManager manager, Scheduler scheduler, IntSupplier underWay, long deadline) {
        this.manager = manager;
        this.scheduler = scheduler;
        this.underWay = underWay;
        this.deadline = deadline;
    }

    /** Ends with the scheduler. */
    static void begin(ServiceManager manager, Scheduler scheduler, IntSupplier underWay, Duration grace) {
        if (manager.isThere()) {
            new DrainReport(manager, scheduler, underWay, System.nanoTime() + grace.toNanos()).say();
        }
    }

    private void say() {
        int count = underWay.getAsInt();
        long left = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
        if (count > 0 && left >= 0) {
            manager.status("stops: waits for " + count + (count == 1 ? " request" : " requests")
                    + " under way, such as downloads, for at most " + left + " s (provider.shutdown.grace)");
        }
        scheduler.schedule(this::say, 1, TimeUnit.SECONDS);
    }
}
