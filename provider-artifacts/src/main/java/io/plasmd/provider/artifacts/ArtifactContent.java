package io.plasmd.provider.artifacts;

import java.time.Instant;
import java.util.Set;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.DateGenerator;
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
    /** The largest buffer that Jetty's pool keeps. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Artifact artifact;
    private final @Nullable OpenArtifact open;
    private final ByteBufferPool pool;

    /**
     * Describes and, where it is open, sends.
     *
     * @param open null where only the headers are wanted
     */
    ArtifactContent(Artifact artifact, @Nullable OpenArtifact open, ByteBufferPool pool) {
        this.artifact = artifact;
        this.open = open;
        this.pool = pool;
    }

    @Override
    public void writeTo(Content.Sink sink, long offset, long length, Callback callback) {
        long stretch = length < 0 ? artifact.size() - offset : length;
        if (open == null || stretch == 0) {
            sink.write(true, BufferUtil.EMPTY_BUFFER, callback);
            return;
        }
        int bufferBytes = (int) Math.min(BUFFER_BYTES, stretch);
        new ArtifactSender(open, sink, offset, stretch, pool, bufferBytes, callback).iterate();
    }

    @Override
    public HttpField getContentType() {
        return new HttpField(HttpHeader.CONTENT_TYPE, artifact.contentType());
    }

    @Override
    public HttpField getContentLength() {
        return new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, artifact.size());
    }

    @Override
    public long getContentLengthValue() {
        return artifact.size();
    }

    @Override
    public HttpField getLastModified() {
        return new HttpField(HttpHeader.LAST_MODIFIED, DateGenerator.formatDate(getLastModifiedInstant()));
    }

    @Override
    public Instant getLastModifiedInstant() {
        return artifact.version().modifiedSecond();
    }

    @Override
    public Resource getResource() {
        return new ArtifactResource(artifact, open);
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
