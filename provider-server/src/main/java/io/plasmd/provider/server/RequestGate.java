package io.plasmd.provider.server;

import io.plasmd.provider.api.Provider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Every request passes here first: methods, the count of requests under way, and the end of connections in a drain. */
final class RequestGate extends Handler.Wrapper {
    private final HostProvider provider;
    private final RequestJournal journal;
    private final AtomicInteger underWay = new AtomicInteger();

    RequestGate(HostProvider provider, RequestJournal journal, Handler next) {
        super(next);
        this.provider = provider;
        this.journal = journal;
    }

    @Override
    public boolean handle(Request request, Response original, Callback callback) throws Exception {
        underWay.incrementAndGet();
        Request.addCompletionListener(request, failure -> leave());
        Response response = journal.begin(request, original);
        if (provider.phase() == Provider.Phase.DRAINING) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        String method = request.getMethod();
        if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Response.writeError(
                    request,
                    response,
                    callback,
                    HttpStatus.METHOD_NOT_ALLOWED_405,
                    "only GET and HEAD are answered here");
            return true;
        }
        // Jetty refuses what is ambiguous (%2f, %2e, //) but would cut a parameter off and serve the rest of the path.
        if (request.getHttpURI().getPath().indexOf(';') >= 0) {
            Response.writeError(
                    request, response, callback, HttpStatus.BAD_REQUEST_400, "a path has no parameters (;) here");
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void leave() {
        if (underWay.decrementAndGet() == 0) {
            synchronized (underWay) {
                underWay.notifyAll();
            }
        }
    }

    /** Waits until no request is under way, for a time. */
    void awaitIdle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
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
