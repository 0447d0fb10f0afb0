package io.plasmd.provider.health;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Has requests wait for what their answers are made of, without a thread. */
final class Later {
    private static final String HAS_WAITED = Later.class.getName();

    private Later() {}

    /**
     * Whether a request has to wait. It then comes once more, and has waited.
     *
     * @param ready asked the first time that the request comes
     */
    static boolean waits(HttpServletRequest request, Supplier<? extends CompletableFuture<?>> ready) {
        if (request.getAttribute(HAS_WAITED) != null) {
            return false;
        }
        CompletableFuture<?> awaited = ready.get();
        if (awaited.isDone()) {
            return false;
        }
        request.setAttribute(HAS_WAITED, true);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        CompletableFuture<?> _ = awaited.whenComplete((result, failure) -> async.dispatch());
        return true;
    }
}
