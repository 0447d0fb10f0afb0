package io.plasmd.provider.artifacts;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
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

    /** The content of the request that this thread is serving: {@code HttpContent.Factory} is told only a path. */
    private static final ScopedValue<HttpContent> CONTENT = ScopedValue.newInstance();

    private final transient ArtifactTree tree;
    private final transient ArtifactsSettings settings;
    private final transient Sidecars sidecars;
    private final transient ArtifactMetrics metrics;
    private transient @Nullable ByteBufferPool pool;

    ArtifactServlet(ArtifactTree tree, ArtifactsSettings settings, Sidecars sidecars, ArtifactMetrics metrics) {
        this.tree = tree;
        this.settings = settings;
        this.sidecars = sidecars;
        this.metrics = metrics;
    }

    @Override
    public void init() throws ServletException {
        var context = getServletContext();
        pool = ServletContextHandler.getServletContextHandler(context)
                .getServer()
                .getByteBufferPool();
        HttpContent.Factory factory = path -> CONTENT.get();
        context.setAttribute(FACTORY, factory);
        try {
            super.init();
        } finally {
            // Ours alone: a ResourceServlet of a plugin in the same context has its own files.
            context.removeAttribute(FACTORY);
        }
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
        Optional<ArtifactPath> wanted = ArtifactPath.parse(path, settings);
        if (wanted.isEmpty()) {
            notFound(response);
            return;
        }
        try {
            for (int attempt = 1; ; attempt++) {
                Optional<Artifact> found = tree.find(wanted.get());
                if (found.isEmpty()) {
                    if (!sidecars.send(wanted.get(), response)) {
                        notFound(response);
                    }
                    return;
                }
                try {
                    send(wanted.get(), found.get(), request, response);
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
            LOG.warn("cannot read {}: {}", e.getFile(), e.toString());
            notYet(response, "the file cannot be read just now");
        }
    }

    private static void notFound(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_NOT_FOUND, "there is no such artifact");
    }

    /** 503, which every boot client that retries at all comes back after; 404 would be final. */
    private static void notYet(HttpServletResponse response, String why) throws IOException {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, why);
    }

    private void send(ArtifactPath wanted, Artifact artifact, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        metrics.request(wanted.name());
        var preconditions = new Preconditions(request, artifact);
        switch (preconditions.evaluate()) {
            case FAILED -> {
                response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED, "the artifact is another version");
                return;
            }
            case NOT_MODIFIED -> {
                describe(wanted, artifact, response);
                response.setHeader(
                        "Last-Modified",
                        DateGenerator.formatDate(artifact.version().modifiedSecond()));
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
            case PROCEED -> {}
        }
        boolean isHead = request.getMethod().equals("HEAD");
        RangeHeader range = RangeHeader.parse(
                // A range is defined for GET alone (RFC 9110, section 14.2).
                isHead || !preconditions.allowsRanges()
                        ? Collections.emptyList()
                        : Collections.list(request.getHeaders("Range")),
                artifact.size(),
                settings.maxRanges());
        boolean isSatisfiable = range.kind() != RangeHeader.Kind.UNSATISFIABLE;
        @Nullable OpenArtifact open = isHead || !isSatisfiable ? null : open(artifact, request);
        if (isSatisfiable) {
            // Not in an error: its content is a problem document, which has another digest.
            describe(wanted, artifact, response);
        }
        @Nullable
        MultipartRanges multipart = range.ranges().size() > 1 ? new MultipartRanges(artifact, range.ranges()) : null;
        if (multipart != null) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        var content = new ArtifactContent(
                artifact,
                open,
                Objects.requireNonNull(pool),
                multipart,
                failure -> failed(wanted, request, response, failure));
        HttpServletRequest plain = RangeOnlyRequest.of(request, headerFor(range));
        callWithContent(content, () -> super.doGet(plain, response));
    }

    private static @Nullable String headerFor(RangeHeader range) {
        return switch (range.kind()) {
            case WHOLE -> null;
            case PARTS -> range.ranges().size() == 1 ? range.canonical() : null;
            // Beyond the end of any file: Jetty answers 416 with Content-Range.
            case UNSATISFIABLE -> "bytes=" + Long.MAX_VALUE + "-";
        };
    }

    private OpenArtifact open(Artifact artifact, HttpServletRequest request) throws IOException {
        OpenArtifact open = OpenArtifact.open(artifact.version());
        metrics.downloadStarted();
        // At the end of the request, however it ends: the parts of a multipart answer share the file.
        Request.addCompletionListener(ServletContextRequest.getServletContextRequest(request), failure -> {
            metrics.downloadEnded();
            IO.close(open);
        });
        return open;
    }

    /** The headers that depend on the artifact alone; {@code ResourceServlet} adds those of the answer. */
    private static void describe(ArtifactPath wanted, Artifact artifact, HttpServletResponse response) {
        response.setHeader("X-Artifact-Name", HeaderText.encode(wanted.name()));
        // A shared cache would otherwise guess how long an artifact stays fresh, and mix releases.
        response.setHeader("Cache-Control", "no-cache");
        artifact.digest().ifPresent(digest -> {
            response.setHeader("ETag", digest.etag());
            response.setHeader("X-Content-SHA256", digest.hex());
            response.setHeader("Repr-Digest", digest.reprDigest());
        });
    }

    /** What {@code ResourceServlet.doGet} is, as far as the compiler needs to know. */
    private interface ServletCall {
        void run() throws ServletException, IOException;
    }

    private static void callWithContent(HttpContent content, ServletCall call) throws ServletException, IOException {
        try {
            ScopedValue.where(CONTENT, content).call(() -> {
                call.run();
                return null;
            });
        } catch (ServletException e) {
            // Small files are sent while the call lasts, and what happens to them comes out wrapped.
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

    /** What is the network's doing, such as a client that went away, is no event for the operator. */
    private static void failed(
            ArtifactPath wanted, HttpServletRequest request, HttpServletResponse response, Throwable failure) {
        if (failure instanceof ArtifactBrokenException && response.isCommitted()) {
            LOG.warn(
                    "download of {}/{}/{} by {} was cut off: {}",
                    wanted.channel(),
                    wanted.arch(),
                    wanted.name(),
                    request.getRemoteAddr(),
                    failure.getMessage());
        }
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
