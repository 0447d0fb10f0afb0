package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.ArtifactPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
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
        Pace pace = paced.begin(paths(path, download.artifact()), download.client(), request.getHeader("User-Agent"));
        download.pace(pace);
        return () -> {
            watch.end(watched);
            paced.end(pace);
        };
    }

    /** What holds for a channel holds for its releases, and for an architecture by each of its names. */
    private static List<String> paths(String asked, ArtifactPath artifact) {
        boolean hasDirectory = asked.indexOf('/', 1) > 0;
        return hasDirectory
                ? Stream.concat(Stream.of(asked), artifact.names().stream().map(name -> "/" + name))
                        .distinct()
                        .toList()
                : List.of(asked);
    }

    /** At the end of the server: what waits for its pace fails. */
    void stop() {
        Pacing paced = pacing;
        if (paced != null) {
            paced.close();
        }
    }
}
