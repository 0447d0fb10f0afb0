package io.plasmd.provider.server;

import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The context of all servlets. What a servlet goes on with later ({@code AsyncContext.start} and {@code dispatch}, and
 * listeners of streams that Jetty calls from a thread of its own) runs where plugins may block, once there are any.
 */
final class EndpointContextHandler extends ServletContextHandler {
    private volatile @Nullable Executor later;

    EndpointContextHandler() {
        super("/", false, false);
    }

    void runLaterIn(Executor executor) {
        later = executor;
    }

    /** Called by the superclass while it is constructed. */
    @Override
    protected ScopedContext newContext() {
        return new ServletScopedContext() {
            @Override
            public void execute(Runnable task, @Nullable Request request) {
                Executor executor = later;
                if (executor == null) {
                    super.execute(task, request);
                } else {
                    executor.execute(() -> run(task, request));
                }
            }
        };
    }
}
