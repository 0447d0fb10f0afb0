package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.catalog.ArtifactSource;
import io.plasmd.provider.catalog.Document;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.ReleaseUse;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends artifacts. Jetty's {@code ResourceServlet} does the asynchronous writing, 206 and 416; what it gets wrong for
 * this purpose (conditions, {@code If-Range}, malformed ranges, several ranges, where files are found) is settled here
 * before it is called.
 */
final class ArtifactServlet extends ResourceServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactServlet.class);
    private static final String FACTORY = HttpContent.Factory.class.getName();

    /** A file that is replaced faster than it can be opened three times is not going to hold still. */
    private static final int OPEN_ATTEMPTS = 3;

    /** What is sent in one write is over before it could be called a download. */
    private static final long SMALL_BYTES = 64 * 1024;

    private final transient ArtifactSource source;
    private final transient ArtifactsSettings settings;
    private final transient ReleaseUse uses;
    private final transient ArtifactMetrics metrics;
    private final transient Downloads downloads;
    private final transient DownloadQueue queue;
    private final transient Speed speed;
    private final transient Senders senders = new Senders();
    private final transient Mappings mappings = new Mappings();
    private final transient ReadFailures failures = new ReadFailures();
    private transient @Nullable ByteBufferPool pool;
    private transient @Nullable SmallArtifacts small;

    ArtifactServlet(
            ArtifactSource source,
            ArtifactsSettings settings,
            ReleaseUse uses,
            ArtifactMetrics metrics,
            Downloads downloads,
            DownloadQueue queue,
            Speed speed) {
        this.source = source;
        this.settings = settings;
        this.uses = uses;
        this.metrics = metrics;
        this.downloads = downloads;
        this.queue = queue;
        this.speed = speed;
    }

    @Override
    public void init() throws ServletException {
        var context = getServletContext();
        Server server = ServletContextHandler.getServletContextHandler(context).getServer();
        pool = server.getByteBufferPool();
        small = new SmallArtifacts(source.digests(), pool, downloads);
        senders.start(server.getScheduler());
        speed.start(server.getScheduler(), senders);
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
            notFound(response);
            return;
        }
        WholeContent.prepare(request, speed.watch());
        try {
            switch (route.get()) {
                case Route.ToManifest(String channel, String arch) -> sendManifest(channel, arch, request, response);
                case Route.ToArtifact(ArtifactPath wanted) ->
                    sendFirst(() -> source.find(wanted), new Wanted(wanted, false), request, response);
                case Route.ToBlob(ArtifactPath wanted, Digest digest) ->
                    sendFirst(() -> source.find(digest), new Wanted(wanted, true), request, response);
            }
        } catch (UncheckedIOException e) {
            // A directory that cannot be listed: nobody knows what is in it, so nothing is missing.
            LOG.debug("cannot tell what there is", e);
            notYet(response, "the artifacts cannot be read just now");
        }
    }

    private void sendManifest(String channel, String arch, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var exchange = ServletContextRequest.getServletContextRequest(request);
        Request.addCompletionListener(
                exchange,
                failure -> metrics.manifest(
                        request.getMethod(),
                        exchange.getServletContextResponse().getStatus()));
        send(source.manifest(channel, arch), request, response);
    }

    private static void send(Document.Answer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (answer) {
            case Document.Answer.Found(Document document) -> DocumentSender.send(document, request, response);
            case Document.Answer.NotYet() -> notYet(response, "a digest is still being computed");
            case Document.Answer.None() -> notFound(response);
        }
    }

    /** How an artifact is found. */
    private interface Search {
        Optional<Artifact> find() throws IOException;
    }

    /** Sends what is found; where it is gone before it can be opened, what is found then. */
    private void sendFirst(Search search, Wanted wanted, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    Optional<Artifact> found = search.find();
                    if (found.isPresent()) {
                        send(wanted, found.get(), request, response);
                    } else {
                        sendOther(wanted, request, response);
                    }
                    return;
                } catch (ArtifactBrokenException | NoSuchFileException e) {
                    if (response.isCommitted() || attempt == OPEN_ATTEMPTS) {
                        throw e;
                    }
                    response.reset();
                }
            }
        } catch (ArtifactBrokenException | NoSuchFileException e) {
            cutOff(response);
        } catch (FileSystemException e) {
            // No permission, no descriptor left, a disk that fails: for the operator to mend, and clients to come back.
            String file = String.valueOf(e.getFile());
            failures.line(file).ifPresent(others -> LOG.warn("cannot read {}: {}{}", file, e.getReason(), others));
            notYet(response, "the file cannot be read just now");
        }
    }

    /** What is no file: a sidecar that is made, or the reason why there is nothing. */
    private void sendOther(Wanted wanted, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (wanted.byDigest()) {
            if (source.isIncomplete()) {
                notYet(response, "there are files whose digest is still being computed");
            } else {
                notFound(response);
            }
        } else {
            send(source.sidecar(wanted.path()), request, response);
        }
    }

    private static void notFound(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_NOT_FOUND, "there is no such artifact");
    }

    /** 503, which every boot client that retries at all comes back after; 404 would be final. */
    private static void notYet(HttpServletResponse response, String why) throws IOException {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, why);
    }

    private void send(Wanted wanted, Artifact artifact, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var exchange = ServletContextRequest.getServletContextRequest(request);
        if (!DownloadQueue.comesBack(request)) {
            Request.addCompletionListener(
                    exchange,
                    failure -> metrics.artifact(
                            wanted,
                            request.getMethod(),
                            exchange.getServletContextResponse().getStatus()));
        }
        var preconditions =
                new Preconditions(request, ArtifactFields.of(artifact).validators());
        switch (preconditions.evaluate()) {
            case FAILED -> {
                response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED, "the artifact is another version");
                return;
            }
            case NOT_MODIFIED -> {
                ArtifactFields.of(artifact).describeUnmodified(wanted, artifact, headers(exchange));
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
            case PROCEED -> {}
        }
        if (request.getMethod().equals("HEAD")) {
            // Also where it has a range, which is defined for GET alone (RFC 9110, section 14.2).
            ArtifactFields.of(artifact).describeWhole(wanted, artifact, headers(exchange));
            return;
        }
        RangeHeader range = RangeHeader.parse(
                preconditions.allowsRanges() ? Collections.list(request.getHeaders("Range")) : Collections.emptyList(),
                artifact.size(),
                settings.maxRanges());
        if (range.kind() == RangeHeader.Kind.WHOLE && !speed.isPaced() && SmallArtifacts.isSmall(artifact)) {
            Objects.requireNonNull(small).send(wanted, artifact, request);
            return;
        }
        boolean isSatisfiable = range.kind() != RangeHeader.Kind.UNSATISFIABLE;
        if (isSatisfiable && range.length(artifact.size()) > SMALL_BYTES && !queue.enter(request, response)) {
            return;
        }
        @Nullable OpenArtifact open = null;
        @Nullable Download download = null;
        if (isSatisfiable) {
            open = OpenArtifact.open(artifact, source.digests(), uses);
            download = downloads.begin(
                    wanted.path(),
                    request.getRemoteAddr(),
                    why -> request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why));
            endWith(request, open, download);
            queue.begun(request, download);
            request.setAttribute(EndpointContext.BEFORE_WRITE_ATTRIBUTE, checking(open));
            request.setAttribute(EndpointContext.WRITER_ATTRIBUTE, senders);
            // Not in an error: its content is a problem document, which has another digest.
            ArtifactFields.of(artifact).describe(wanted, artifact, headers(exchange));
        }
        @Nullable
        MultipartRanges multipart = range.ranges().size() > 1 ? new MultipartRanges(artifact, range.ranges()) : null;
        if (multipart != null) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        var content = new ArtifactContent(
                artifact, open, Objects.requireNonNull(pool), mappingsFor(exchange), multipart, download, senders);
        HttpServletRequest plain = RangeOnlyRequest.of(request, headerFor(range));
        ContentHandover.call(content, () -> super.doGet(plain, response));
    }

    private static HttpFields.Mutable headers(ServletContextRequest exchange) {
        return exchange.getServletContextResponse().getHeaders();
    }

    private static Callable<?> checking(OpenArtifact open) {
        return () -> {
            open.requireWritable();
            return open;
        };
    }

    private @Nullable Mappings mappingsFor(Request exchange) {
        // Of the connection itself, whatever a proxy says of the one before it.
        return exchange.getConnectionMetaData().isSecure() || settings.transfer() == Transfer.COPY ? null : mappings;
    }

    private static @Nullable String headerFor(RangeHeader range) {
        return switch (range.kind()) {
            case WHOLE -> null;
            case PARTS -> range.ranges().size() == 1 ? range.canonical() : null;
            // Beyond the end of any file: Jetty answers 416 with Content-Range.
            case UNSATISFIABLE -> "bytes=" + Long.MAX_VALUE + "-";
        };
    }

    /** At the end of the request, however it ends. */
    private void endWith(HttpServletRequest request, OpenArtifact open, Download download) {
        Runnable ended = speed.begin(download, request);
        Request.addCompletionListener(ServletContextRequest.getServletContextRequest(request), failure -> {
            IO.close(open);
            ended.run();
            downloads.end(download);
        });
    }

    /** The client must see that its download failed: a 503 where nothing has been sent, else a broken connection. */
    private static void cutOff(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // Jetty's own way to say: abort.
            response.sendError(-1);
        } else {
            response.reset();
            notYet(response, "the file is being changed");
        }
    }
}
