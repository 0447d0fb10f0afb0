package io.plasmd.provider.server.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.thread.Invocable;

/** A task of a connection for other threads than Jetty's. */
final class HandedOver implements Invocable.Task {
    private final Runnable task;
    private final Executor executor;

    HandedOver(Runnable task, Executor executor) {
        this.task = task;
        this.executor = executor;
    }

    @Override
    public void run() {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // The server stops, and this ends with it.
            task.run();
        }
    }

    /** So that the thread that selects does it itself, and goes on. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
