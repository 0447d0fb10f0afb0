package io.plasmd.provider.artifacts;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An artifact as Jetty's {@code ResourceServlet} asks about it. It has no path on purpose: Jetty would open the path
 * anew for every part of {@code multipart/byteranges}, and could mix two versions.
 */
final class ArtifactResource extends Resource implements Content.Source.Factory {
    private final Artifact artifact;
    private final @Nullable OpenArtifact open;

    ArtifactResource(Artifact artifact, @Nullable OpenArtifact open) {
        this.artifact = artifact;
        this.open = open;
    }

    @Override
    public Content.Source newContentSource(ByteBufferPool.Sized pool, long offset, long length) {
        if (open == null) {
            throw new IllegalStateException("not open: " + artifact.fileName());
        }
        return Content.Source.from(pool, new ArtifactInputStream(open, offset, length), 0, length);
    }

    @Override
    public @Nullable Path getPath() {
        return null;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean isDirectory() {
        return false;
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public Instant lastModified() {
        return artifact.version().modifiedSecond();
    }

    @Override
    public long length() {
        return artifact.size();
    }

    @Override
    public URI getURI() {
        return artifact.version().path().toUri();
    }

    @Override
    public String getName() {
        return artifact.version().path().toString();
    }

    @Override
    public String getFileName() {
        return artifact.fileName();
    }

    @Override
    public @Nullable Resource resolve(String subPath) {
        return null;
    }
}
