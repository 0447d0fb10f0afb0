package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Content of an answer that is all in memory. It is sent without a thread that waits for the client; a client that makes
 * it wait is watched like that of a download.
 */
final class WholeContent implements Callback {
    private static final String WATCH = WholeContent.class.getName();

    private final int size;
    private final Download download;
    private final Consumer<@Nullable Throwable> ended;
    private boolean over;
    private @Nullable Runnable unwatch;
    private volatile @Nullable Throwable failure;

    private WholeContent(int size, Download download, Consumer<@Nullable Throwable> ended) {
        this.size = size;
        this.download = download;
        this.ended = ended;
    }

    /** Has whatever answers this request know who watches clients. */
    static void prepare(HttpServletRequest request, DownloadWatch watch) {
        request.setAttribute(WATCH, watch);
    }

    /**
     * Sends it as the last thing that a servlet does.
     *
     * @param content not to be changed until it has ended
     * @param ended told once, perhaps before this returns, perhaps long after: null, or why it was not sent
     * @throws IOException where the client has gone already
     */
    static void send(
            HttpServletRequest request, ByteBuffer content, Download download, Consumer<@Nullable Throwable> ended)
            throws IOException {
        int size = content.remaining();
        download.promise(size);
        download.sending(content);
        var whole = new WholeContent(size, download, ended);
        var exchange = ServletContextRequest.getServletContextRequest(request);
        // Jetty completes the request when this is written, also where that is after the servlet has returned.
        exchange.getServletContextResponse().getHttpOutput().sendContent(content, whole);
        Throwable failed = whole.failure;
        if (failed != null) {
            throw new EofException(failed);
        }
        if (request.getAttribute(WATCH) instanceof DownloadWatch watch) {
            whole.watch(watch, exchange);
        }
    }

    private synchronized void watch(DownloadWatch watch, ServletContextRequest exchange) {
        if (!over) {
            var connection = new ClientConnection(
                    exchange.getConnectionMetaData().getConnection().getEndPoint());
            WatchedDownload watched = watch.begin(download, connection);
            unwatch = () -> watch.end(watched);
        }
    }

    @Override
    public void succeeded() {
        endWatch();
        download.sent(size);
        ended.accept(null);
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        endWatch();
        download.fail(cause);
        ended.accept(cause);
    }

    private void endWatch() {
        Runnable watched;
        synchronized (this) {
            over = true;
            watched = unwatch;
        }
        if (watched != null) {
            watched.run();
        }
    }
}
