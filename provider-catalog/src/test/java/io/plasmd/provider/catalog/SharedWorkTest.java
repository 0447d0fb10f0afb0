package io.plasmd.provider.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Work that is wanted while it is being done. */
final class SharedWorkTest {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final SharedWork<String, Integer> shared = new SharedWork<>(later::add);
    private final AtomicInteger done = new AtomicInteger();
    private final List<CompletableFuture<Integer>> waiting = new ArrayList<>();

    private CompletableFuture<Integer> ask(String key) {
        return shared.get(key, done::incrementAndGet);
    }

    @Test
    void whoComesFirstDoesItAtOnce() {
        assertEquals(1, ask("a").join());
        assertEquals(2, ask("a").join());
        assertTrue(later.isEmpty());
    }

    @Test
    void allWhoAskMeanwhileShareOneRoundThatBeginsAfterwards() {
        Callable<Integer> busy = () -> {
            waiting.add(ask("a"));
            waiting.add(ask("a"));
            // Other work does not wait.
            waiting.add(ask("b"));
            return 0;
        };
        assertEquals(0, shared.get("a", busy).join());
        assertSame(waiting.get(0), waiting.get(1));
        assertFalse(waiting.get(0).isDone());
        assertEquals(1, waiting.get(2).join());
        assertEquals(1, later.size());
        later.remove().run();
        assertEquals(2, waiting.get(0).join());
        assertEquals(3, ask("a").join());
        assertTrue(later.isEmpty());
    }

    @Test
    void aFailureIsThatOfItsRoundAlone() {
        Callable<Integer> failing = () -> {
            waiting.add(ask("a"));
            throw new IOException("cannot look");
        };
        CompletableFuture<Integer> failed = shared.get("a", failing);
        assertInstanceOf(
                IOException.class,
                assertThrows(CompletionException.class, failed::join).getCause());
        later.remove().run();
        assertEquals(1, waiting.getFirst().join());
    }
}
