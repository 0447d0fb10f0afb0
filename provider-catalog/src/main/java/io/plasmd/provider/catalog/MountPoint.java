package io.plasmd.provider.catalog;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts directory, which often is a file system of its own. When that is unmounted an empty directory remains,
 * which can be read very well: then nothing is known to be missing, and clients are to come back.
 */
final class MountPoint implements HealthCheck {
    private final Path directory;

    /** The file system on which the directory last had something in it. */
    private volatile @Nullable Object filled;

    MountPoint(Path directory) {
        this.directory = directory;
    }

    /** Takes note of a directory with something in it. */
    void filled() {
        try {
            filled = fileSystem();
        } catch (IOException e) {
            // It has gone since, and is still the one that was known before.
            return;
        }
    }

    @Override
    public Result check() {
        try {
            requireMounted();
            return Result.ok();
        } catch (UncheckedIOException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Asks the disk.
     *
     * @throws UncheckedIOException where there are no artifacts since what they were on is gone
     */
    void requireMounted() {
        requireThere();
        Object before = filled;
        if (before == null || !VisibleFiles.in(directory).isEmpty()) {
            return;
        }
        try {
            if (before.equals(fileSystem())) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var lost = new FileSystemException(
                directory.toString(), null, "empty, and on another file system than before; mount it again");
        throw new UncheckedIOException(lost.getMessage(), lost);
    }

    /** What is not there yet, or may not be read, may hold anything: nothing of it is known to be missing. */
    private void requireThere() {
        String why = !Files.isDirectory(directory)
                ? "there is no such directory. Create it (mkdir -p " + directory + "), mount it, or name another with"
                        + " --artifacts"
                : !Files.isReadable(directory) || !Files.isExecutable(directory)
                        ? "no permission to read this directory. Give the server's user r and x on it"
                        : "";
        if (!why.isEmpty()) {
            var absent = new FileSystemException(directory.toString(), null, why);
            throw new UncheckedIOException(absent.getMessage(), absent);
        }
    }

    private Object fileSystem() throws IOException {
        return Files.getAttribute(directory, "unix:dev");
    }
}
