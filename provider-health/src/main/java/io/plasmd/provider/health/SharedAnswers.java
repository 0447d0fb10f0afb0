package io.plasmd.provider.health;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers that take work and memory to make. One is made at a time; who asks meanwhile waits without a thread, and all
 * who ask for the same get one that was begun after they had asked.
 */
final class SharedAnswers {
    private static final String ANSWER = SharedAnswers.class.getName();

    /** In the order in which they were first asked for. */
    private final Map<Object, Round> waiting = new LinkedHashMap<>();

    private boolean making;

    /** Those who wait for one answer. */
    private record Round(Supplier<byte[]> maker, List<AsyncContext> clients) {}

    /** What a round came to. */
    private static final class Made {
        private final byte[] content;
        private final Optional<RuntimeException> failure;

        private Made(byte[] content, Optional<RuntimeException> failure) {
            this.content = content;
            this.failure = failure;
        }
    }

    /**
     * The answer; nothing where the request will come once more, when there is one.
     *
     * @param key equal for what is the same answer
     */
    Optional<byte[]> get(HttpServletRequest request, Object key, Supplier<byte[]> maker) {
        if (request.getAttribute(ANSWER) instanceof Made made) {
            made.failure.ifPresent(failure -> {
                throw failure;
            });
            return Optional.of(made.content);
        }
        synchronized (this) {
            if (making) {
                AsyncContext async = request.startAsync();
                async.setTimeout(0);
                waiting.computeIfAbsent(key, k -> new Round(maker, new ArrayList<>()))
                        .clients()
                        .add(async);
                return Optional.empty();
            }
            making = true;
        }
        try {
            return Optional.of(maker.get());
        } finally {
            next();
        }
    }

    /** Has the next round made, in another thread than that of the one before: its own clients wait for it, too. */
    private void next() {
        Round round;
        synchronized (this) {
            var rounds = waiting.values().iterator();
            if (!rounds.hasNext()) {
                making = false;
                return;
            }
            round = rounds.next();
            rounds.remove();
        }
        for (AsyncContext client : round.clients()) {
            try {
                client.start(() -> make(round));
                return;
            } catch (IllegalStateException e) {
                // It has gone. Another one of them lends its thread.
            }
        }
        next();
    }

    private void make(Round round) {
        Made made;
        try {
            made = new Made(round.maker().get(), Optional.empty());
        } catch (RuntimeException e) {
            made = new Made(new byte[0], Optional.of(e));
        } finally {
            next();
        }
        for (AsyncContext client : round.clients()) {
            try {
                client.getRequest().setAttribute(ANSWER, made);
                client.dispatch();
            } catch (IllegalStateException e) {
                // It has gone.
            }
        }
    }
}
