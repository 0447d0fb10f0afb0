package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Document;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Has requests wait without a thread for a document that is being made. */
final class AwaitedDocument {
    private static final String ASKED = AwaitedDocument.class.getName();

    /** How a document is asked for. */
    interface Question {
        CompletableFuture<Document.Answer> ask() throws IOException;
    }

    private AwaitedDocument() {}

    /** Whether a request has waited for one, and comes once more. */
    static boolean comesBack(HttpServletRequest request) {
        return request.getAttribute(ASKED) != null;
    }

    /**
     * What there is to say; nothing where the request will come once more, when that is known.
     *
     * @throws IOException where asking failed
     */
    static Optional<Document.Answer> of(HttpServletRequest request, Question question) throws IOException {
        if (request.getAttribute(ASKED) instanceof CompletableFuture<?> asked) {
            return Optional.of((Document.Answer) result(asked));
        }
        CompletableFuture<Document.Answer> asked = question.ask();
        if (asked.isDone()) {
            return Optional.of(result(asked));
        }
        request.setAttribute(ASKED, asked);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        // Where the client has gone meanwhile, that fails, and there is nobody to say it to.
        CompletableFuture<?> _ = asked.whenComplete((answer, failure) -> async.dispatch());
        return Optional.empty();
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
