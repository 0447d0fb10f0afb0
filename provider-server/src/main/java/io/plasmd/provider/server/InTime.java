package io.plasmd.provider.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at files during the start, which is not to wait for a file server that has gone. */
final class InTime {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private InTime() {}

    /**
     * Looks, and gives up where that takes too long: empty then, and the thread that looks is left to it.
     *
     * @param mayWait whether it can take long at all
     */
    static <T> Optional<T> call(boolean mayWait, Callable<T> look) {
        var task = new FutureTask<>(look);
        if (mayWait) {
            Thread.ofPlatform().daemon().name("look").start(task);
        } else {
            task.run();
        }
        try {
            return Optional.of(task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
