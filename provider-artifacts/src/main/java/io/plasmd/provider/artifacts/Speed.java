package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The speed of downloads: not too slow by their clients, not too fast by their pace. */
final class Speed {
    private final DownloadWatch watch;
    private final PacingSettings settings;
    private final LongConsumer waited;
    private volatile @Nullable Pacing pacing;

    Speed(DownloadWatch watch, PacingSettings settings, LongConsumer waited) {
        this.watch = watch;
        this.settings = settings;
        this.waited = waited;
    }

    /**
     * Before the first download.
     *
     * @param executor goes on with those that have waited for their pace
     */
    void start(Scheduler scheduler, Executor executor) {
        watch.start(scheduler);
        if (!settings.isOff()) {
            pacing = new Pacing(settings, scheduler, executor, waited);
        }
    }

    DownloadWatch watch() {
        return watch;
    }

    boolean isPaced() {
        return !settings.isOff();
    }

    /** Takes a download into care; what is given back is to be run at its end. */
    Runnable begin(Download download, HttpServletRequest request) {
        var exchange = ServletContextRequest.getServletContextRequest(request);
        var connection = new ClientConnection(
                exchange.getConnectionMetaData().getConnection().getEndPoint());
        WatchedDownload watched = watch.begin(download, connection);
        Pacing paced = pacing;
        if (paced == null) {
            return () -> watch.end(watched);
        }
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        // What holds for a channel holds for its releases.
        List<String> paths = download.artifact().place().isRelease()
                ? List.of(path, "/" + download.artifact().inChannel())
                : List.of(path);
        Pace pace = paced.begin(paths, download.client(), request.getHeader("User-Agent"));
        download.pace(pace);
        return () -> {
            watch.end(watched);
            paced.end(pace);
        };
    }

    /** At the end of the server: what waits for its pace fails. */
    void stop() {
        Pacing paced = pacing;
        if (paced != null) {
            paced.close();
        }
    }
}
