package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactSource;
import io.plasmd.provider.files.RemoteMount;
import io.plasmd.provider.release.ReleaseUse;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/** Sends an artifact that was found: all of it, some ranges, or what its conditions say. */
final class ArtifactResponse {
    /** What is sent in one write is over before it could be called a download. */
    private static final long SMALL_BYTES = 64 * 1024;

    private final ArtifactSource source;
    private final RemoteArtifacts remotes;
    private final ArtifactsSettings settings;
    private final ArtifactMetrics metrics;
    private final Downloads downloads;
    private final DownloadQueue queue;
    private final Speed speed;
    private final Senders senders;
    private final ByteBufferPool pool;
    private final Jetty jetty;
    private final SmallArtifacts small;
    private final ReleaseUse uses = new ReleaseUse();
    private final Mappings mappings = new Mappings();

    /** {@code ResourceServlet.doGet}. */
    interface Jetty {
        void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    ArtifactResponse(
            ArtifactSource source,
            RemoteArtifacts remotes,
            ArtifactsSettings settings,
            ArtifactMetrics metrics,
            Downloads downloads,
            DownloadQueue queue,
            Speed speed,
            Senders senders,
            ByteBufferPool pool,
            Jetty jetty) {
        this.source = source;
        this.remotes = remotes;
        this.settings = settings;
        this.metrics = metrics;
        this.downloads = downloads;
        this.queue = queue;
        this.speed = speed;
        this.senders = senders;
        this.pool = pool;
        this.jetty = jetty;
        this.small = new SmallArtifacts(source.digests(), pool, downloads);
    }

    void send(Wanted wanted, Artifact artifact, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var exchange = ServletContextRequest.getServletContextRequest(request);
        count(wanted, request, exchange);
        ArtifactFields fields = ArtifactFields.of(artifact);
        var preconditions = new Preconditions(request, fields.validators());
        switch (preconditions.evaluate()) {
            case FAILED -> ErrorAnswers.otherVersion(response);
            case NOT_MODIFIED -> {
                fields.describeUnmodified(wanted, artifact, headers(exchange));
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            }
            case PROCEED -> {
                if (request.getMethod().equals("HEAD")) {
                    // Also where it has a range, which is defined for GET alone (RFC 9110, section 14.2).
                    fields.describeWhole(wanted, artifact, headers(exchange));
                } else {
                    sendRange(range(artifact, preconditions, request), wanted, artifact, request, response);
                }
            }
        }
    }

    private void count(Wanted wanted, HttpServletRequest request, ServletContextRequest exchange) {
        if (!DownloadQueue.comesBack(request) && !RemoteArtifacts.comesBack(request)) {
            Request.addCompletionListener(
                    exchange,
                    failure -> metrics.artifact(
                            wanted,
                            request.getMethod(),
                            exchange.getServletContextResponse().getStatus()));
        }
    }

    private RangeHeader range(Artifact artifact, Preconditions preconditions, HttpServletRequest request) {
        return RangeHeader.parse(
                preconditions.allowsRanges() ? Collections.list(request.getHeaders("Range")) : Collections.emptyList(),
                artifact.size(),
                settings.maxRanges());
    }

    private void sendRange(
            RangeHeader range,
            Wanted wanted,
            Artifact artifact,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        if (range.kind() == RangeHeader.Kind.WHOLE && !speed.isPaced() && SmallArtifacts.isSmall(artifact)) {
            sendSmall(wanted, artifact, request);
        } else if (range.kind() == RangeHeader.Kind.UNSATISFIABLE) {
            // No fields of the artifact: the content is a problem document, which has another digest.
            handOver(range, artifact, null, null, senders, request, response);
        } else if (range.length(artifact.size()) <= SMALL_BYTES || queue.enter(request, response)) {
            open(range, wanted, artifact, request, response);
        } else {
            // By the time that it has waited there may be another one.
            RemoteSearch.forget(request);
        }
    }

    private void sendSmall(Wanted wanted, Artifact artifact, HttpServletRequest request) throws IOException {
        Optional<RemoteMount> remote = source.remote(artifact);
        if (remote.isEmpty()) {
            small.send(wanted, artifact, request);
        } else {
            Optional<ByteBuffer> bytes = remotes.read(remote.get(), artifact, request);
            if (bytes.isPresent()) {
                small.send(wanted, artifact, bytes.get(), request);
            }
        }
    }

    private void open(
            RangeHeader range,
            Wanted wanted,
            Artifact artifact,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        Optional<RemoteMount> remote = source.remote(artifact);
        if (remote.isEmpty()) {
            OpenArtifact open = OpenArtifact.open(artifact, source.digests(), uses, null);
            download(range, wanted, artifact, open, senders, request, response);
        } else {
            Optional<OpenArtifact> open = remotes.open(remote.get(), artifact, request);
            if (open.isPresent()) {
                Senders own = remotes.senders(remote.get());
                download(range, wanted, artifact, open.get(), own, request, response);
            }
        }
    }

    private void download(
            RangeHeader range,
            Wanted wanted,
            Artifact artifact,
            OpenArtifact open,
            Senders by,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        Download download = downloads.begin(
                wanted.path(),
                request.getRemoteAddr(),
                why -> request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why));
        download.readBy(open.remote());
        endWith(request, open, download);
        queue.begun(request, download);
        request.setAttribute(EndpointContext.BEFORE_WRITE_ATTRIBUTE, checking(open));
        request.setAttribute(EndpointContext.WRITER_ATTRIBUTE, by);
        ArtifactFields.of(artifact)
                .describe(wanted, artifact, headers(ServletContextRequest.getServletContextRequest(request)));
        handOver(range, artifact, open, download, by, request, response);
    }

    private void handOver(
            RangeHeader range,
            Artifact artifact,
            @Nullable OpenArtifact open,
            @Nullable Download download,
            Senders by,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        @Nullable
        MultipartRanges multipart = range.ranges().size() > 1 ? new MultipartRanges(artifact, range.ranges()) : null;
        if (multipart != null) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        var content = new ArtifactContent(artifact, open, pool, mappingsFor(request), multipart, download, by);
        HttpServletRequest plain = RangeOnlyRequest.of(request, headerFor(range));
        ContentHandover.call(content, () -> jetty.doGet(plain, response));
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

    private @Nullable Mappings mappingsFor(HttpServletRequest request) {
        // Of the connection itself, whatever a proxy says of the one before it.
        Request exchange = ServletContextRequest.getServletContextRequest(request);
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
}
