package io.plasmd.provider.server;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.server.http.ClientEndPoint;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose content is all there. It is sent without a thread that waits for the client, who has a limited time to
 * take it: the connection's idle timeout alone would let it have a few bytes every minute for hours.
 */
final class WholeAnswer implements Callback {
    private final AnswerMemory memory;
    private final int size;
    private volatile @Nullable Throwable failure;
    private boolean over;
    private Scheduler.@Nullable Task deadline;

    private WholeAnswer(AnswerMemory memory, int size) {
        this.memory = memory;
        this.size = size;
    }

    static void send(HttpServletResponse response, byte[] content, AnswerLimits limits, AnswerMemory memory)
            throws IOException {
        response.setContentLength(content.length);
        if (!(response.getOutputStream() instanceof HttpOutput output)) {
            // Wrapped by a servlet, which wants to see the content.
            response.getOutputStream().write(content);
            return;
        }
        if (!memory.take(content.length)) {
            response.reset();
            response.sendError(
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many answers are on their way to other clients");
            return;
        }
        var answer = new WholeAnswer(memory, content.length);
        Request request =
                ServletContextResponse.getServletContextResponse(response).getRequest();
        // Jetty completes the request when this is written, also where that is after the servlet has returned.
        output.sendContent(ByteBuffer.wrap(content), answer);
        Throwable failed = answer.failure;
        if (failed != null) {
            throw new EofException(failed);
        }
        if (limits.areSet()) {
            answer.endBy(limits.longest(content.length), request);
        }
    }

    private synchronized void endBy(Duration longest, Request request) {
        if (!over) {
            deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> cutOff(longest, request), longest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void cutOff(Duration longest, Request request) {
        if (over) {
            // The connection may be at its next request.
            return;
        }
        String why = "the client did not take " + size + " bytes in " + longest.toMillis() / 1000.0
                + " s (limits.stall-timeout and limits.min-rate)";
        request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why);
        ClientEndPoint client = ClientEndPoint.of(request);
        if (client != null) {
            client.reset(new TimeoutException(why));
        }
    }

    @Override
    public void succeeded() {
        end();
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        end();
    }

    private synchronized void end() {
        if (!over) {
            memory.giveBack(size);
        }
        over = true;
        if (deadline != null) {
            deadline.cancel();
        }
    }
}
