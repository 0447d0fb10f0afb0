package io.plasmd.provider.server;

import io.plasmd.provider.server.log.Seldom;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import io.plasmd.provider.server.plugin.PluginFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the servlets of plugins answer in virtual threads, each endpoint so many requests at once: one that blocks takes no
 * thread from the host, nor from another plugin. The endpoints of the host never wait, and keep to its own threads.
 */
final class PluginThreads extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(PluginThreads.class);

    private static final String PLACE = PluginThreads.class.getName();

    private final Mounts mounts;
    private final Map<LoadedEndpoint, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final int limit;
    private final Seldom full = new Seldom();
    private @Nullable ExecutorService threads;

    /** That of a request among those of its plugin that are under way. */
    private static final class Place {
        private final AtomicInteger all;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(AtomicInteger all) {
            this.all = all;
        }

        void leave() {
            if (!left.getAndSet(true)) {
                all.decrementAndGet();
            }
        }
    }

    PluginThreads(Mounts mounts, int limit) {
        this.mounts = mounts;
        this.limit = limit;
    }

    /** Without plugins there are no virtual threads, nor the threads that carry them. */
    static boolean isNeeded(Mounts mounts) {
        return mounts.all().stream().anyMatch(mount -> !mount.endpoint().isBundled());
    }

    @Override
    protected void doStart() throws Exception {
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("plugin-", 1).factory());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        interrupt();
        super.doStop();
    }

    /** Interrupts what still blocks: the grace is over by now. */
    void interrupt() {
        ExecutorService running = threads;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        @Nullable
        LoadedEndpoint plugin = mounts.of(request.getHttpURI().getDecodedPath())
                .map(Mounts.Mounted::endpoint)
                .orElse(null);
        ExecutorService running = threads;
        if (plugin == null || plugin.isBundled() || running == null) {
            return super.handle(request, response, callback);
        }
        AtomicInteger count = underWay.computeIfAbsent(plugin, none -> new AtomicInteger());
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            refuse(plugin, request, response, callback);
            return true;
        }
        var place = new Place(count);
        request.setAttribute(PLACE, place);
        Request.addCompletionListener(request, failure -> place.leave());
        running.execute(() -> answer(request, response, callback));
        return true;
    }

    /** Has a request be one of its plugin no more: what is left of it is a download, of which there are many, and long ones. */
    static void leave(HttpServletRequest request) {
        if (request.getAttribute(PLACE) instanceof Place place) {
            place.leave();
        }
    }

    /** What a servlet goes on with later: of a plugin, it may block as well; a virtual thread is good for the others, too. */
    void execute(Runnable task) {
        ExecutorService running = threads;
        try {
            if (running != null) {
                running.execute(task);
                return;
            }
        } catch (RejectedExecutionException e) {
            // The server stops: what there is to say of the request is said on one of its threads.
        }
        getServer().getThreadPool().execute(task);
    }

    private void refuse(LoadedEndpoint plugin, Request request, Response response, Callback callback) {
        full.run(() -> LOG.warn(
                "requests for {} are answered 503: {} (provider.limits.requests-per-endpoint) are under way",
                plugin.label(),
                limit));
        Response.writeError(
                request,
                response,
                callback,
                HttpStatus.SERVICE_UNAVAILABLE_503,
                limit + " requests for endpoint " + plugin.name() + " are under way already");
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable thrown) {
            PluginFailure.rethrowIfFatal(thrown);
            Response.writeError(request, response, callback, thrown);
        }
    }
}
