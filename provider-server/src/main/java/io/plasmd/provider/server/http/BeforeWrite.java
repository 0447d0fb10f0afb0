package io.plasmd.provider.server.http;

import io.plasmd.provider.api.EndpointContext;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Request;

/** Asks the servlet that answers whether its answer is still to be written. */
final class BeforeWrite {
    private BeforeWrite() {}

    /**
     * Calls what the servlet has left for it.
     *
     * @throws IOException where it is not
     */
    static void check(Request request) throws IOException {
        if (request.getAttribute(EndpointContext.BEFORE_WRITE_ATTRIBUTE) instanceof Callable<?> check) {
            try {
                check.call();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
