package io.plasmd.provider.server;

import io.plasmd.provider.api.Metrics;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the bytes of every answer, and logs those that are errors, one line each. */
final class RequestJournal implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestJournal.class);

    private final Metrics.Counter bytesServed;

    RequestJournal(Metrics metrics) {
        this.bytesServed = metrics.counter("bytes_served_total", "Bytes of answers' content, without headers.");
    }

    private static String describe(Request request) {
        // Jetty's stand-in for what it could not parse.
        if (request.getMethod().equals("BAD")) {
            return "(malformed request)";
        }
        return LogText.escape(request.getMethod()) + " "
                + LogText.escape(request.getHttpURI().getPathQuery());
    }

    @Override
    public void log(Request request, Response response) {
        bytesServed.add(Math.max(0, Response.getContentBytesWritten(response)));
        if (response.getStatus() >= 400 && LOG.isInfoEnabled()) {
            LOG.info("{} {} {}", Request.getRemoteAddr(request), describe(request), response.getStatus());
        }
    }
}
