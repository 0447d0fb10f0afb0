package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.ArtifactSource;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come in. Jetty's {@code ResourceServlet} does the asynchronous writing, 206 and 416; what it gets wrong for
 * this purpose (conditions, {@code If-Range}, malformed ranges, several ranges, where files are found) is settled before it
 * is called.
 */
final class ArtifactServlet extends ResourceServlet {
    private static final long serialVersionUID = 1L;
    private static final String FACTORY = HttpContent.Factory.class.getName();

    private final transient ArtifactSource source;
    private final transient ArtifactsSettings settings;
    private final transient ArtifactMetrics metrics;
    private final transient Downloads downloads;
    private final transient DownloadQueue queue;
    private final transient Speed speed;
    private final transient Senders senders = new Senders(false);
    private transient @Nullable RemoteArtifacts remote;
    private transient @Nullable FirstAnswer answer;

    ArtifactServlet(
            ArtifactSource source,
            ArtifactsSettings settings,
            ArtifactMetrics metrics,
            Downloads downloads,
            DownloadQueue queue,
            Speed speed) {
        this.source = source;
        this.settings = settings;
        this.metrics = metrics;
        this.downloads = downloads;
        this.queue = queue;
        this.speed = speed;
    }

    @Override
    public void init() throws ServletException {
        var context = getServletContext();
        Server server = ServletContextHandler.getServletContextHandler(context).getServer();
        senders.start(server.getScheduler());
        speed.start(server.getScheduler(), senders);
        var remoteArtifacts = new RemoteArtifacts(source.digests(), server.getScheduler());
        remote = remoteArtifacts;
        var response = new ArtifactResponse(
                source,
                remoteArtifacts,
                settings,
                metrics,
                downloads,
                queue,
                speed,
                senders,
                server.getByteBufferPool(),
                super::doGet);
        answer = new FirstAnswer(source, response, metrics);
        context.setAttribute(FACTORY, ContentHandover.factory());
        try {
            super.init();
        } finally {
            // Ours alone: a ResourceServlet of a plugin in the same context has its own files.
            context.removeAttribute(FACTORY);
        }
    }

    @Override
    public void destroy() {
        speed.stop();
        senders.stop();
        if (remote != null) {
            remote.stop();
        }
        super.destroy();
    }

    /** Instead of init parameters, which a servlet that is mounted as an object has none of. */
    @Override
    public @Nullable String getInitParameter(String name) {
        return switch (name) {
            case "dirAllowed", "etags", "allowAliases" -> "false";
            // Else a file named .svgz would be given a Content-Encoding.
            case "otherGzipFileExtensions" -> "";
            default -> null;
        };
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        Optional<Route> route = Route.parse(path, settings);
        if (route.isEmpty()) {
            ErrorAnswers.notFound(response);
            return;
        }
        answer(request).send(route.get(), request, response);
    }

    /** Who answers a request, of whichever servlet. */
    FirstAnswer answer(HttpServletRequest request) {
        WholeContent.prepare(request, speed.watch());
        return Objects.requireNonNull(answer, "not initialised");
    }
}
