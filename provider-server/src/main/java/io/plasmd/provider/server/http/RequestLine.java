package io.plasmd.provider.server.http;

import io.plasmd.provider.server.log.LogText;
import org.eclipse.jetty.server.Request;

/** What a client asked for, fit for a log line. */
public final class RequestLine {
    private RequestLine() {}

    /** Method and path, as the client sent it. */
    public static String of(Request request) {
        // Jetty's stand-in for what it could not parse.
        if (request.getMethod().equals(Http1BadMessage.METHOD)) {
            return "(malformed request)";
        }
        return LogText.escape(request.getMethod()) + " " + LogText.escape(Http1Target.asked(request));
    }
}
