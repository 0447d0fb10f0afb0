package io.plasmd.provider.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Work that many may want at once. It is done by one at a time, in the thread of the first; who asks meanwhile gets the
 * next round, with all others who do, and that is begun after they had asked.
 *
 * @param <K> equal for what is the same work
 */
final class SharedWork<K, V> {
    private final Executor executor;

    /** Of what is being done, the round after this one, once somebody wants it. */
    private final Map<K, Optional<Round<V>>> next = new HashMap<>();

    private record Round<V>(Callable<V> work, CompletableFuture<V> result) {}

    /**
     * No work yet.
     *
     * @param executor does what nobody's thread is there for
     */
    SharedWork(Executor executor) {
        this.executor = executor;
    }

    /** The result, which is there already for who did the work. It fails as the work does. */
    CompletableFuture<V> get(K key, Callable<V> work) {
        return get(key, work, Runnable::run);
    }

    /** The same where it is to be done by nobody but the executor. */
    CompletableFuture<V> later(K key, Callable<V> work) {
        return get(key, work, executor);
    }

    private CompletableFuture<V> get(K key, Callable<V> work, Executor first) {
        var wanted = new Round<>(work, new CompletableFuture<V>());
        synchronized (next) {
            Optional<Round<V>> waiting = next.get(key);
            if (waiting != null) {
                Round<V> shared = waiting.orElse(wanted);
                next.put(key, Optional.of(shared));
                return shared.result();
            }
            next.put(key, Optional.empty());
        }
        first.execute(() -> run(key, wanted));
        return wanted.result();
    }

    private void run(K key, Round<V> round) {
        try {
            round.result().complete(round.work().call());
        } catch (Throwable e) {
            round.result().completeExceptionally(e);
        } finally {
            goOn(key);
        }
    }

    private void goOn(K key) {
        synchronized (next) {
            Optional<Round<V>> waiting = Objects.requireNonNull(next.remove(key), "not being done");
            waiting.ifPresent(round -> {
                next.put(key, Optional.empty());
                executor.execute(() -> run(key, round));
            });
        }
    }
}
