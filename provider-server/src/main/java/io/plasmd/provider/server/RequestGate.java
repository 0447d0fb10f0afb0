package io.plasmd.provider.server;

import io.plasmd.provider.api.Provider;
import io.plasmd.provider.server.http.ClientEndPoint;
import io.plasmd.provider.server.log.Seldom;
import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.HostProvider;
import io.plasmd.provider.server.status.LabelledCounter;
import io.plasmd.provider.server.status.LimitStatus;
import io.plasmd.provider.server.tls.Tls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request passes here first: what is not answered at all, the count of those under way, and the drain. */
final class RequestGate extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);

    private static final long BETWEEN_LOOKS_MILLIS = 5;

    private final HostProvider provider;
    private final RequestJournal journal;
    private final RequestLimits limits;
    private final Methods methods;
    private final Mounts mounts;
    private final LabelledCounter refused;
    private final Seldom full = new Seldom();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;

    /** An answer that needs no servlet. */
    private record Refusal(int status, String detail) {}

    RequestGate(
            HostProvider provider,
            RequestJournal journal,
            RequestLimits limits,
            Methods methods,
            Mounts mounts,
            Handler next) {
        super(next);
        this.provider = provider;
        this.journal = journal;
        this.limits = limits;
        this.methods = methods;
        this.mounts = mounts;
        HostMetrics metrics = provider.metrics();
        metrics.gauge("active_requests", "Requests under way.", underWay::get);
        metrics.gauge("requests_limit", "Requests that may be under way (provider.limits.requests).", limits::underWay);
        refused = metrics.counter("requests_refused_total", "Requests answered 503 because too many were under way.");
        provider.statusFields()
                .add("limits.requests", () -> LimitStatus.of(limits.underWay(), underWay.get(), refused.sum()));
    }

    @Override
    public boolean handle(Request request, Response original, Callback callback) throws Exception {
        boolean operations = Listeners.isOperations(request);
        // Neither bound by the limit of clients' requests nor waited for when the server stops.
        int others = operations ? 0 : underWay.getAndIncrement();
        @Nullable ClientEndPoint connection = ClientEndPoint.of(request);
        if (connection != null) {
            connection.requestBegins(request);
        }
        Request.addCompletionListener(request, failure -> leave(connection, operations));
        Response response = journal.begin(request, original);
        String turnedAway = connection == null ? "" : connection.turnedAway();
        if (!turnedAway.isEmpty()
                || isRefusedClient(request)
                || (!operations && provider.phase() == Provider.Phase.DRAINING)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        Refusal refusal = refusal(request, others, turnedAway);
        if (refusal == null) {
            return super.handle(methods.bound(request), response, callback);
        }
        if (refusal.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
            response.getHeaders().put(HttpHeader.ALLOW, methods.allowed(request));
        }
        Response.writeError(request, response, callback, refusal.status(), refusal.detail());
        return true;
    }

    private @Nullable Refusal refusal(Request request, int others, String turnedAway) {
        if (closed) {
            return new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, "the server stops");
        }
        if (isRefusedClient(request)) {
            return new Refusal(
                    HttpStatus.FORBIDDEN_403,
                    "the certificate of this client has expired, or its authority is not accepted any more");
        }
        if (!Methods.isRead(request)) {
            Optional<Refusal> refusal =
                    methods.refusal(request).map(why -> new Refusal(why.getCode(), why.getReason()));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        String path = request.getHttpURI().getPath();
        if (request.getHttpURI().getPathQuery().length() > limits.uriLength()) {
            return new Refusal(
                    HttpStatus.URI_TOO_LONG_414,
                    "path and query are longer than " + limits.uriLength() + " characters");
        }
        // Jetty refuses what is ambiguous (%2f, %2e) but would cut a parameter off and serve the rest of the path.
        if (path.indexOf(';') >= 0) {
            return new Refusal(HttpStatus.BAD_REQUEST_400, "a path has no parameters (;) here");
        }
        // Decoded, as servlets are chosen: /%73tatus is /status.
        if (isAboutTheServer(request.getHttpURI().getDecodedPath())) {
            return null;
        }
        if (!turnedAway.isEmpty()) {
            return new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, turnedAway);
        }
        if (others >= limits.underWay()) {
            refused.add(1);
            full.run(() -> LOG.warn(
                    "requests are answered 503: {} (provider.limits.requests) are under way", limits.underWay()));
            return new Refusal(
                    HttpStatus.SERVICE_UNAVAILABLE_503, limits.underWay() + " requests are under way already");
        }
        return null;
    }

    private static boolean isRefusedClient(Request request) {
        return request.getAttribute(Tls.REFUSED_CLIENT) != null;
    }

    /** A full server must not look like a dead one to those who would restart it. A channel may be called health, too. */
    private boolean isAboutTheServer(String path) {
        return (path.equals("/health")
                        || path.startsWith("/health/")
                        || path.equals("/status")
                        || path.equals("/metrics"))
                && mounts.hasExact(path);
    }

    private void leave(@Nullable ClientEndPoint connection, boolean operations) {
        if (connection != null) {
            connection.requestEnds();
        }
        if (!operations && underWay.decrementAndGet() == 0) {
            synchronized (underWay) {
                underWay.notifyAll();
            }
        }
    }

    /**
     * Waits until no request is under way, for a time, and closes: what was in the kernel's buffers or between two of
     * Jetty's threads until then must not reach endpoints that stop.
     *
     * @param mayComeMore whether a request is to be expected on a connection that is open
     */
    void awaitIdleAndClose(Duration atMost, BooleanSupplier mayComeMore) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            awaitIdle(deadline);
            while (mayComeMore.getAsBoolean() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
                awaitIdle(deadline);
            }
        } finally {
            closed = true;
        }
        // Who came between the two lines above.
        awaitIdle(deadline);
    }

    /** Waits until no request is under way, for a time. */
    void awaitIdle(Duration atMost) throws InterruptedException {
        awaitIdle(System.nanoTime() + atMost.toNanos());
    }

    private void awaitIdle(long deadline) throws InterruptedException {
        synchronized (underWay) {
            while (underWay.get() > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(underWay, left);
            }
        }
    }

    int underWay() {
        return underWay.get();
    }
}
