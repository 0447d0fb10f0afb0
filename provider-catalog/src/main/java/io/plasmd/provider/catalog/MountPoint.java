package io.plasmd.provider.catalog;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.release.VisibleFiles;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The artifacts directory, which often is a file system of its own. When that is unmounted an empty directory remains,
 * which can be read very well: then nothing is known to be missing, and clients are to come back.
 */
final class MountPoint implements HealthCheck {
    private final Path directory;
    private final KnownDirectories known;

    MountPoint(Path directory, KnownDirectories known) {
        this.directory = directory;
        this.known = known;
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
        if (hasSomething()) {
            return;
        }
        known.requireMounted(directory);
        throw nothing(
                directory,
                "there is nothing in this directory. If it is a mount point, mount its disk; else publish something");
    }

    private boolean hasSomething() {
        return VisibleFiles.has(directory, child -> !child.endsWith(Unreadable.LOST_AND_FOUND));
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
            throw nothing(directory, why);
        }
    }

    private static UncheckedIOException nothing(Path directory, String why) {
        var absent = new FileSystemException(directory.toString(), null, why);
        return new UncheckedIOException(absent.getMessage(), absent);
    }
}
