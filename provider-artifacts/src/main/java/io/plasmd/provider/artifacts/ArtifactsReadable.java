package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether the artifacts directory can be read, and is still the one that artifacts were found in: where a file system is
 * no longer mounted, an empty directory remains, which can be read very well.
 */
final class ArtifactsReadable implements HealthCheck {
    private final Path directory;

    /** The file system that had something in that directory last. */
    private volatile @Nullable Object filled;

    ArtifactsReadable(Path directory) {
        this.directory = directory;
    }

    /** Takes note of where the artifacts are, if there are any. */
    void remember() {
        try {
            if (!isEmpty()) {
                filled = fileSystem();
            }
        } catch (IOException | UncheckedIOException e) {
            // What check() says when it is asked.
            return;
        }
    }

    @Override
    public Result check() throws IOException {
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            return Result.failed("cannot read " + directory + ": is it mounted?");
        }
        Object before = filled;
        return before != null && isEmpty() && !before.equals(fileSystem())
                ? Result.failed(directory + " is empty, and another file system than it was: mount it again")
                : Result.ok();
    }

    private boolean isEmpty() {
        return VisibleFiles.in(directory).isEmpty();
    }

    private Object fileSystem() throws IOException {
        return Files.getAttribute(directory, "unix:dev");
    }
}
