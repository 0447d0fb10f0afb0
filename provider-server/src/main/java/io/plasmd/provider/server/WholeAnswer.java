package io.plasmd.provider.server;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An answer whose content is all there. It is sent without a thread that waits for the client. */
final class WholeAnswer implements Callback {
    private volatile @Nullable Throwable failure;

    private WholeAnswer() {}

    static void send(HttpServletResponse response, byte[] content) throws IOException {
        response.setContentLength(content.length);
        if (!(response.getOutputStream() instanceof HttpOutput output)) {
            // Wrapped by a servlet, which wants to see the content.
            response.getOutputStream().write(content);
            return;
        }
        var answer = new WholeAnswer();
        // Jetty completes the request when this is written, also where that is after the servlet has returned.
        output.sendContent(ByteBuffer.wrap(content), answer);
        Throwable failed = answer.failure;
        if (failed != null) {
            throw new EofException(failed);
        }
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
    }
}
