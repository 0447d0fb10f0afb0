package io.plasmd.provider.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers every error as problem+json, whatever the client accepts: boot firmware accepts what it gets. */
public final class ProblemErrorHandler extends ErrorHandler {
    /** In whole seconds; iPXE and Ignition come back after an integer and take anything else as final. */
    private static final String RETRY_AFTER_SECONDS = "1";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
        boolean cutOff = cause != null && !(cause instanceof HttpException) && CutOff.hasBegun(request);
        if (cause instanceof HttpException http) {
            response.setStatus(http.getCode());
        } else if (cutOff) {
            // Jetty fails what came too late, even before it has read it, and would call that an error of the server.
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
        }
        int status = response.getStatus();
        var headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        if ((status == HttpStatus.SERVICE_UNAVAILABLE_503 || status == HttpStatus.TOO_MANY_REQUESTS_429)
                && !headers.contains(HttpHeader.RETRY_AFTER)) {
            headers.put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            // What follows is meant for a tunnel, and Jetty would read it as the next request.
            headers.put(HttpHeader.CONNECTION, "close");
        }
        if (HttpStatus.hasNoBody(status)) {
            response.write(true, null, callback);
            return true;
        }
        byte[] body = ProblemJson.render(status, detail(request, cause, status), cutOff ? null : instance(request));
        headers.put(HttpHeader.CONTENT_TYPE, ProblemJson.CONTENT_TYPE);
        // It quotes the path, which may be a link's: no browser is to take it for a page.
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (response instanceof ServletContextResponse servlet
                && !servlet.getHttpOutput().isAsync()) {
            // Jetty never goes on with a request whose error the network did not take at once, not even when its client
            // has gone. With one whose last output is pending it does.
            servlet.getHttpOutput().sendContent(ByteBuffer.wrap(body), Callback.NOOP);
            callback.succeeded();
        } else {
            response.write(true, ByteBuffer.wrap(body), callback);
        }
        return true;
    }

    /** What was said on purpose; the text of an unforeseen exception is for the log, not for clients. */
    private static @Nullable String detail(Request request, @Nullable Throwable cause, int status) {
        if (cause instanceof HttpException http) {
            return http.getReason();
        }
        if (cause != null) {
            return null;
        }
        String message = (String) request.getAttribute(ERROR_MESSAGE);
        return message == null || message.equals(HttpStatus.getMessage(status)) ? null : message;
    }

    private static @Nullable String instance(Request request) {
        return request.getMethod().equals(Http1BadMessage.METHOD)
                ? null
                : request.getHttpURI().getPath();
    }
}
