package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Document;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Has requests wait without a thread for what is being found out or made. Each then comes once more, and is given it.
 *
 * @param <T> what that is
 */
final class Awaited<T> {
    /** A document that is being made. */
    static final Awaited<Document.Answer> DOCUMENT = new Awaited<>("document");

    private final String attribute;

    /** How it is asked for. */
    interface Question<T> {
        CompletableFuture<T> ask() throws IOException;
    }

    /** Of one kind, by whose name a request has it. */
    Awaited(String name) {
        attribute = Awaited.class.getName() + "." + name;
    }

    /** Whether a request has waited for one, and comes once more. */
    boolean isAsked(HttpServletRequest request) {
        return request.getAttribute(attribute) != null;
    }

    /** Has it asked for anew. */
    void forget(HttpServletRequest request) {
        request.removeAttribute(attribute);
    }

    /**
     * What there is to say; nothing where the request will come once more, when that is known.
     *
     * @throws IOException where asking failed
     */
    Optional<T> of(HttpServletRequest request, Question<T> question) throws IOException {
        if (request.getAttribute(attribute) instanceof CompletableFuture<?> asked) {
            return Optional.of(known(asked));
        }
        CompletableFuture<T> asked = question.ask();
        if (asked.isDone()) {
            return Optional.of(result(asked));
        }
        request.setAttribute(attribute, asked);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        // Where the client has gone meanwhile, that fails, and there is nobody to say it to.
        CompletableFuture<?> _ = asked.whenComplete((answer, failure) -> async.dispatch());
        return Optional.empty();
    }

    @SuppressWarnings("unchecked") // nobody else sets this attribute
    private T known(CompletableFuture<?> asked) throws IOException {
        return (T) result(asked);
    }

    private static <T> T result(CompletableFuture<T> done) throws IOException {
        try {
            return done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException why -> throw why;
                case RuntimeException why -> throw why;
                case Error why -> throw why;
                case null, default -> throw e;
            }
        }
    }
}
