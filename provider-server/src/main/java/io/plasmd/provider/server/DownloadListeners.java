package io.plasmd.provider.server;

import io.plasmd.provider.api.Download;
import io.plasmd.provider.server.log.Seldom;
import io.plasmd.provider.server.plugin.ContextLoader;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import io.plasmd.provider.server.plugin.PluginFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to know when a download has ended. */
final class DownloadListeners {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadListeners.class);

    private final List<Consumer<Download>> listeners = new CopyOnWriteArrayList<>();

    void add(LoadedEndpoint endpoint, Consumer<Download> listener) {
        var failures = new Seldom();
        listeners.add(download -> {
            try (var loader = new ContextLoader(endpoint.loader())) {
                listener.accept(download);
            } catch (Throwable thrown) {
                PluginFailure.rethrowIfFatal(thrown);
                failures.run(() -> LOG.warn(
                        "{} cannot take in that a download has ended: {}",
                        endpoint.label(),
                        PluginFailure.inService(thrown)));
            }
        });
    }

    /** Whether anybody wants to know. */
    boolean areAny() {
        return !listeners.isEmpty();
    }

    /**
     * Tells them, where it was one.
     *
     * @param sent bytes of content
     * @param cutShort why it ended early; empty where it did not
     */
    void ended(Request request, Response response, long sent, String cutShort) {
        int status = response.getStatus();
        if (!HttpMethod.GET.is(request.getMethod())
                || (status != HttpStatus.OK_200 && status != HttpStatus.PARTIAL_CONTENT_206)) {
            return;
        }
        var download = new Download(
                request.getHttpURI().getDecodedPath(),
                request.getHttpURI().getQuery(),
                Request.getRemoteAddr(request),
                status,
                sent,
                response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH),
                cutShort);
        listeners.forEach(listener -> listener.accept(download));
    }
}
