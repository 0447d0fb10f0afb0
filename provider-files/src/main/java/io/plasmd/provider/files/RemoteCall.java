package io.plasmd.provider.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** One call of a file system that may not answer. Who waits for it can be told so; the thread that makes it stays in it. */
final class RemoteCall<T> {
    private final Callable<T> work;
    private final long begunNanos = System.nanoTime();
    private final long limitNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile boolean running;

    /**
     * Not made yet.
     *
     * @param limitNanos for which somebody waits
     */
    RemoteCall(Callable<T> work, long limitNanos) {
        this.work = work;
        this.limitNanos = limitNanos;
    }

    CompletableFuture<T> result() {
        return result;
    }

    /** Nothing is done for somebody who does not wait any more. */
    void run() {
        if (result.isDone()) {
            return;
        }
        running = true;
        try {
            T value = work.call();
            if (!result.complete(value)) {
                discard(value);
            }
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** It came too late. */
    private static void discard(Object value) throws IOException {
        if (value instanceof Closeable open) {
            open.close();
        }
    }

    boolean isOlderThan(long nanos) {
        return System.nanoTime() - begunNanos >= nanos;
    }

    boolean isOverdue() {
        return isOlderThan(limitNanos);
    }

    /** Whether its thread has been in it for longer than anybody waits. */
    boolean hangs() {
        return running && isOverdue();
    }

    void giveUp(IOException why) {
        result.completeExceptionally(why);
    }
}
