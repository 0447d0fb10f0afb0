package io.plasmd.provider.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** Looks at all connections again and again for those that are overdue. One timer serves all. */
public final class ConnectionWatch extends AbstractLifeCycle {
    private final Connections connections;
    private final Scheduler scheduler;
    private final long intervalMillis;

    public ConnectionWatch(Connections connections, Duration headerTimeout, Scheduler scheduler) {
        this.connections = connections;
        this.scheduler = scheduler;
        this.intervalMillis = Math.clamp(headerTimeout.toMillis() / 4, 10, 1000);
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    private void lookLater() {
        scheduler.schedule(this::look, intervalMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (isStarting() || isRunning()) {
            connections.closeOverdue();
            lookLater();
        }
    }
}
