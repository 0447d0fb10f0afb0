package io.plasmd.provider.artifacts;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.eclipse.jetty.http.content.HttpContent;

/**
 * Hands the content of a request to {@code ResourceServlet}, which asks its {@code HttpContent.Factory} for it, on the
 * same thread, and tells the factory nothing but a path.
 */
final class ContentHandover {
    private static final ScopedValue<HttpContent> CONTENT = ScopedValue.newInstance();

    private ContentHandover() {}

    /** What {@code ResourceServlet.doGet} is, as far as the compiler needs to know. */
    interface Call {
        void run() throws ServletException, IOException;
    }

    static HttpContent.Factory factory() {
        return path -> CONTENT.get();
    }

    /**
     * Calls it.
     *
     * @throws ArtifactBrokenException also where it comes wrapped, as it does for small files, which are sent while the
     *     call lasts
     */
    static void call(HttpContent content, Call call) throws ServletException, IOException {
        try {
            ScopedValue.where(CONTENT, content).call(() -> {
                call.run();
                return null;
            });
        } catch (ServletException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
