package io.plasmd.provider.server;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.server.http.ClientEndPoint;
import java.io.IOException;
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
    private final Duration longest;
    /** Whether the time is for each wait: a client that may be as slow as it likes may still not fall silent. */
    private final boolean forEachWait;

    private long read;
    private Content.@Nullable Chunk failed;
    private Scheduler.@Nullable Task deadline;
    private boolean waits;
    private boolean isLate;
    private boolean over;

    /** For those who read, as for whom any reading may fail, and to Jetty an answer. */
    private static final class TooMuchException extends IOException implements HttpException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        TooMuchException(String reason) {
            super(reason);
            this.reason = reason;
        }

        @Override
        public int getCode() {
            return HttpStatus.PAYLOAD_TOO_LARGE_413;
        }

        @Override
        public String getReason() {
            return reason;
        }
    }

    private RequestContent(Request request, long most, Duration longest, boolean forEachWait) {
        super(request);
        this.most = most;
        this.longest = longest;
        this.forEachWait = forEachWait;
        Request.addCompletionListener(request, failure -> end());
    }

    /**
     * The request as a servlet is to see it.
     *
     * @param most bytes
     */
    static Request of(Request request, long most, AnswerLimits limits) {
        long bytes = request.getLength() < 0 ? most : Math.min(most, request.getLength());
        return limits.areSet()
                ? new RequestContent(request, most, limits.longest(bytes), false)
                : new RequestContent(request, most, limits.patience(), true);
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (failed != null) {
            return failed;
        }
        Content.Chunk chunk = super.read();
        if (chunk == null) {
            failed = beginWait();
            return failed;
        }
        read += chunk.remaining();
        if (read > most) {
            chunk.release();
            failed = Content.Chunk.from(new TooMuchException(tooMuch(most)));
            end();
            return failed;
        }
        // Who knows how much there is need not read to the end to have all of it.
        if (chunk.isLast() || read == getLength()) {
            end();
        } else {
            endWait();
        }
        return chunk;
    }

    /** What there is to say of content that is too long. */
    static String tooMuch(long most) {
        return "the content of a request may have " + most + " bytes here";
    }

    /**
     * The time begins when the servlet first waits for the client, who need not send before it is asked to (RFC 9110,
     * section 10.1.1).
     *
     * @return null to go on waiting
     */
    private synchronized Content.@Nullable Chunk beginWait() {
        if (over) {
            return null;
        }
        if (isLate) {
            return Content.Chunk.from(giveUp());
        }
        waits = true;
        if (deadline == null) {
            deadline = getComponents().getScheduler().schedule(this::late, longest.toMillis(), TimeUnit.MILLISECONDS);
        }
        return null;
    }

    private synchronized void endWait() {
        waits = false;
        if (forEachWait) {
            cancel();
        }
    }

    /** All is there, or nobody wants any more: however long the answer takes, the client is not to blame. */
    private synchronized void end() {
        over = true;
        cancel();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private synchronized void late() {
        if (deadline == null) {
            // Cancelled, but on its way by then: the connection may be at its next request.
            return;
        }
        isLate = true;
        // Else the servlet is at work with what has come.
        if (waits) {
            giveUp();
        }
    }

    private EofException giveUp() {
        over = true;
        String why = "the client did not send the content of its request in " + longest.toMillis() / 1000.0
                + " s (limits.stall-timeout and limits.min-rate)";
        setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why);
        // Of the client, and not of the servlet that reads.
        var failure = new EofException(why);
        ClientEndPoint client = ClientEndPoint.of(this);
        if (client != null) {
            client.reset(failure);
        }
        return failure;
    }
}
