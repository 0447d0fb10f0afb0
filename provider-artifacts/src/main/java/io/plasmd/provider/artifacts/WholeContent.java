package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Content of an answer that is all in memory. It is sent without a thread that waits for the client. */
final class WholeContent implements Callback {
    private final Consumer<@Nullable Throwable> ended;
    private volatile @Nullable Throwable failure;

    private WholeContent(Consumer<@Nullable Throwable> ended) {
        this.ended = ended;
    }

    /**
     * Sends it as the last thing that a servlet does.
     *
     * @param content not to be changed until it has ended
     * @param ended told once, perhaps before this returns, perhaps long after: null, or why it was not sent
     * @throws IOException where the client has gone already
     */
    static void send(HttpServletRequest request, ByteBuffer content, Consumer<@Nullable Throwable> ended)
            throws IOException {
        var whole = new WholeContent(ended);
        // Jetty completes the request when this is written, also where that is after the servlet has returned.
        ServletContextRequest.getServletContextRequest(request)
                .getServletContextResponse()
                .getHttpOutput()
                .sendContent(content, whole);
        Throwable failed = whole.failure;
        if (failed != null) {
            throw new EofException(failed);
        }
    }

    @Override
    public void succeeded() {
        ended.accept(null);
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        ended.accept(cause);
    }
}
