package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jetty.util.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An artifact as Jetty's {@code ResourceServlet} asks about it. It has no path on purpose: nothing but
 * {@link OpenArtifact} may read the file.
 */
final class ArtifactResource extends Resource {
    private final Artifact artifact;

    ArtifactResource(Artifact artifact) {
        this.artifact = artifact;
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
