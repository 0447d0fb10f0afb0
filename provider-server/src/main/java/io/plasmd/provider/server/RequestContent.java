package io.plasmd.provider.server;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.server.http.ClientEndPoint;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A request with content, which has a bound in bytes and in time: the connection's idle timeout alone would let a client
 * hold a servlet for hours with a byte now and then.
 */
final class RequestContent extends Request.Wrapper {
    private final long most;
    private final Scheduler.Task deadline;
    private long read;
    private Content.@Nullable Chunk tooMuch;

    private RequestContent(Request request, long most, Duration longest) {
        super(request);
        this.most = most;
        deadline = request.getComponents()
                .getScheduler()
                .schedule(() -> giveUp(longest), longest.toMillis(), TimeUnit.MILLISECONDS);
        Request.addCompletionListener(request, failure -> deadline.cancel());
    }

    /**
     * The request as a servlet is to see it.
     *
     * @param most bytes
     */
    static Request of(Request request, long most, AnswerLimits limits) {
        int bytes = (int) Math.min(most, Integer.MAX_VALUE);
        return new RequestContent(request, most, limits.areSet() ? limits.longest(bytes) : limits.patience());
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (tooMuch != null) {
            return tooMuch;
        }
        Content.Chunk chunk = super.read();
        if (chunk == null) {
            return null;
        }
        read += chunk.remaining();
        if (read > most) {
            chunk.release();
            tooMuch = Content.Chunk.from(new HttpException.IllegalArgumentException(
                    HttpStatus.PAYLOAD_TOO_LARGE_413, tooMuch(most)));
            return tooMuch;
        }
        if (chunk.isLast()) {
            deadline.cancel();
        }
        return chunk;
    }

    /** What there is to say of content that is too long. */
    static String tooMuch(long most) {
        return "the content of a request may have " + most + " bytes here";
    }

    private void giveUp(Duration longest) {
        String why = "the client did not send the content of its request in " + longest.toMillis() / 1000.0
                + " s (limits.stall-timeout and limits.min-rate)";
        setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why);
        ClientEndPoint client = ClientEndPoint.of(this);
        if (client != null) {
            // Of the client, and not of the servlet that reads.
            client.reset(new EofException(why));
        }
    }
}
