package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.Resource;
import org.jspecify.annotations.Nullable;

/** One artifact for one request: what {@code ResourceServlet} sends. */
final class ArtifactContent implements HttpContent {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    /** Sent by the thread that has the request: to hand over one piece would take longer than to write it. */
    private static final long AT_ONCE = 64 * 1024;

    private final Artifact artifact;
    private final @Nullable OpenArtifact open;
    private final ByteBufferPool pool;
    private final @Nullable Mappings mappings;
    private final @Nullable MultipartRanges multipart;
    private final @Nullable Download download;
    private final Senders senders;

    /**
     * Describes and, where it is open, sends.
     *
     * @param open null where only the headers are wanted
     * @param mappings null where the bytes have to go through this process, as those that it encrypts
     * @param multipart several ranges, which then are the whole content; null for the artifact itself
     * @param download told how the sending goes; null where nothing is sent
     */
    ArtifactContent(
            Artifact artifact,
            @Nullable OpenArtifact open,
            ByteBufferPool pool,
            @Nullable Mappings mappings,
            @Nullable MultipartRanges multipart,
            @Nullable Download download,
            Senders senders) {
        this.artifact = artifact;
        this.open = open;
        this.pool = pool;
        this.mappings = mappings;
        this.multipart = multipart;
        this.download = download;
        this.senders = senders;
    }

    @Override
    public void writeTo(Content.Sink sink, long offset, long length, Callback callback) {
        List<Segment> segments = multipart != null
                ? multipart.segments()
                : List.of(new Segment.Stretch(offset, length < 0 ? artifact.size() - offset : length));
        if (open == null || download == null || segments.getFirst().length() == 0) {
            sink.write(true, BufferUtil.EMPTY_BUFFER, callback);
            return;
        }
        download.promise(segments.stream().mapToLong(Segment::length).sum());
        Callback ended = Callback.from(callback::succeeded, failure -> {
            Throwable reason = open.reason(failure);
            download.fail(reason);
            callback.failed(reason);
        });
        var sender =
                new ArtifactSender(pieces(open, segments, download.pace()), sink, download, senders, later(), ended);
        if (download.promised() <= AT_ONCE && !senders.isRemote()) {
            sender.iterate();
        } else {
            senders.execute(sender::iterate);
        }
    }

    private Executor later() {
        return CompletableFuture.delayedExecutor(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS, senders);
    }

    private Pieces pieces(OpenArtifact file, List<Segment> segments, Pace pace) {
        int size = pace.largestWrite(CopiedPieces.LONGEST);
        if (mappings != null
                && segments.size() == 1
                && segments.getFirst() instanceof Segment.Stretch content
                && MappedPieces.isWorthwhile(content)
                && file.map(mappings)) {
            return new MappedPieces(file, content, end -> new CopiedPieces(file, List.of(end), pool, size));
        }
        return new CopiedPieces(file, segments, pool, size);
    }

    @Override
    public HttpField getContentType() {
        return multipart != null
                ? new HttpField(HttpHeader.CONTENT_TYPE, multipart.contentType())
                : ArtifactFields.of(artifact).contentType();
    }

    @Override
    public HttpField getContentLength() {
        return new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, getContentLengthValue());
    }

    @Override
    public long getContentLengthValue() {
        return multipart != null
                ? multipart.segments().stream().mapToLong(Segment::length).sum()
                : artifact.size();
    }

    @Override
    public HttpField getLastModified() {
        return ArtifactFields.of(artifact).lastModified();
    }

    @Override
    public Instant getLastModifiedInstant() {
        return artifact.version().modifiedSecond();
    }

    @Override
    public Resource getResource() {
        return new ArtifactResource(artifact);
    }

    /** None: artifacts are sent as they are, since iPXE and GRUB show an encoding's bytes raw. */
    @Override
    public @Nullable HttpField getContentEncoding() {
        return null;
    }

    @Override
    public Set<CompressedContentFormat> getPreCompressedContentFormats() {
        return Set.of();
    }

    /** Not by Jetty: the servlet sets the entity tag, and evaluates conditions, itself. */
    @Override
    public @Nullable HttpField getETag() {
        return null;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public MimeTypes.@Nullable Type getMimeType() {
        return null;
    }
}
