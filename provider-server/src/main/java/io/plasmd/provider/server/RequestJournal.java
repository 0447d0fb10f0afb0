package io.plasmd.provider.server;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.server.http.ClientEndPoint;
import io.plasmd.provider.server.http.CutOff;
import io.plasmd.provider.server.http.Http1Parser;
import io.plasmd.provider.server.http.RequestLine;
import io.plasmd.provider.server.log.LineBudget;
import io.plasmd.provider.server.log.LogText;
import io.plasmd.provider.server.status.BucketHistogram;
import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.LabelledCounter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is noted of every request when it is over: metrics, a line in the access log, and errors in the log. */
final class RequestJournal implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestJournal.class);

    /** Set on requests that have reached the gate; those that Jetty refuses before have not. */
    private static final String SEEN = RequestJournal.class.getName();

    /** Enough to see what is wrong; the access log and the metrics have all of them. */
    private final LineBudget errorLines = new LineBudget(20, Duration.ofSeconds(10));

    private final AccessLog accessLog;
    private final DownloadListeners downloads;
    private final LabelledCounter requests;
    private final LabelledCounter bytes;
    private final LabelledCounter responses;
    private final BucketHistogram durations;
    private final BucketHistogram sizes;

    RequestJournal(HostMetrics metrics, AccessLog accessLog, DownloadListeners downloads) {
        this.downloads = downloads;
        this.accessLog = accessLog;
        requests = metrics.counter("requests_total", "Requests received.");
        bytes = metrics.counter(
                "bytes_served_total", "Bytes of content that the network has taken, headers not counted.");
        responses = metrics.counter("responses_total", "Answers given.", "method", "status");
        durations = metrics.histogram(
                "request_duration_seconds",
                "From the first byte of the request to the last of the answer.",
                0.001,
                0.005,
                0.02,
                0.1,
                0.5,
                2,
                10,
                30,
                60,
                120,
                300,
                900);
        sizes = metrics.histogram(
                "response_size_bytes",
                "Bytes of content really sent, by answer.",
                1e3,
                1e4,
                1e5,
                1e6,
                1e7,
                1e8,
                1e9,
                1e10);
    }

    /** Begins to follow a request. */
    CountingResponse begin(Request request, Response response) {
        request.setAttribute(SEEN, true);
        requests.add(1);
        var counting = new CountingResponse(request, response, bytes);
        Request.addCompletionListener(request, failure -> end(request, counting, counting.bytes(), failure));
        return counting;
    }

    /** Called by Jetty for every answer, so also for those to what is no request at all. */
    @Override
    public void log(Request request, Response response) {
        if (request.getAttribute(SEEN) == null) {
            requests.add(1);
            long sent = Http1Parser.isHead(request) ? 0 : Response.getContentBytesWritten(response);
            end(request, response, Math.max(0, sent), null);
        }
    }

    private void end(Request request, Response response, long sent, @Nullable Throwable failure) {
        String method = request.getMethod();
        boolean isKnown = HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
        responses.add(1, isKnown ? method : "other", Integer.toString(response.getStatus()));
        durations.observe(NanoTime.since(request.getBeginNanoTime()) / 1e9);
        sizes.observe((double) sent);
        if (downloads.areAny()) {
            downloads.ended(request, response, sent, reason(request, failure));
        }
        if (accessLog.isOn()) {
            accessLog.log(request, response, sent, reason(request, failure));
        } else if (response.getStatus() >= 400 && LOG.isInfoEnabled()) {
            logError(request, response.getStatus());
        }
    }

    private void logError(Request request, int status) {
        OptionalInt leftOut = errorLines.ask();
        if (leftOut.isPresent()) {
            String others = leftOut.getAsInt() == 0 ? "" : " (before it " + leftOut.getAsInt() + " more errors)";
            LOG.info(
                    "{} {} {}{}",
                    LogText.escape(Request.getRemoteAddr(request)),
                    RequestLine.of(request),
                    status,
                    others);
        }
    }

    private static String reason(Request request, @Nullable Throwable failure) {
        if (request.getAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE) instanceof String said) {
            return said;
        }
        if (failure != null && CutOff.hasBegun(request)) {
            return "the server stopped (provider.shutdown.grace was over)";
        }
        return switch (failure) {
            case null -> "";
            case TimeoutException _ -> "the client took nothing for too long";
            default ->
                isOfClient(request, failure)
                        ? "the client went away"
                        : "the endpoint failed: " + LogText.failure(failure);
        };
    }

    /** What a servlet throws once its answer has begun ends the connection just the same. */
    private static boolean isOfClient(Request request, Throwable failure) {
        @Nullable ClientEndPoint client = ClientEndPoint.of(request);
        return client == null
                || client.isUnwritable()
                || failure instanceof EofException
                || failure instanceof HttpException;
    }
}
