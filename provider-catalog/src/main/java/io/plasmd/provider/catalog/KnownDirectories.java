package io.plasmd.provider.catalog;

import io.plasmd.provider.files.Absence;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories of channels and architectures, as they were last found. One that was there a moment ago is most likely
 * being exchanged ({@code rm}, then {@code ln -s}), and one that is empty on another file system than before has lost its
 * disk: nothing is known to be missing from either.
 */
final class KnownDirectories {
    /** Longer than a person takes from one command to the next in a script, shorter than clients wait. */
    static final Duration EXCHANGE = Duration.ofSeconds(2);

    private static final long NEVER = 0;

    /** Bounded by the directories that there are on disk: nothing that clients ask for comes in. */
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    /**
     * What is remembered of a directory.
     *
     * @param fileSystem on which it last had something in it
     * @param goneNanos since when it is not there any more, by {@link System#nanoTime()}
     */
    private record Known(Object fileSystem, long goneNanos) {}

    /** Takes note of a directory with something in it. */
    void filled(Path directory) {
        try {
            Object fileSystem = fileSystem(directory);
            Known before = known.get(directory);
            if (before == null
                    || before.goneNanos() != NEVER
                    || !before.fileSystem().equals(fileSystem)) {
                known.put(directory, new Known(fileSystem, NEVER));
            }
        } catch (IOException e) {
            // It has gone since, and is still the one that was known before.
            return;
        }
    }

    /** Whether it has been looked into before. */
    boolean isKnown(Path directory) {
        return known.containsKey(directory);
    }

    /**
     * Of a directory that is not there.
     *
     * @throws FileSystemException where it was a moment ago
     */
    void requireLongGone(Path directory) throws FileSystemException {
        if (wasThereAMomentAgo(directory)) {
            throw new FileSystemException(directory.toString(), null, "it was there a moment ago");
        }
    }

    /** It has gone, so that the moment does not begin only when somebody asks. */
    void noteGone(Path directory) {
        var _ = wasThereAMomentAgo(directory);
    }

    /** Those that nobody asks for any more. */
    void forgetLongGone() {
        long now = System.nanoTime();
        known.values().removeIf(one -> one.goneNanos() != NEVER && now - one.goneNanos() >= EXCHANGE.toNanos());
    }

    private boolean wasThereAMomentAgo(Path directory) {
        long now = System.nanoTime() | 1;
        return known.computeIfPresent(directory, (path, before) -> goneAt(now, before)) != null;
    }

    private static @Nullable Known goneAt(long now, Known before) {
        if (before.goneNanos() == NEVER) {
            return new Known(before.fileSystem(), now);
        }
        return now - before.goneNanos() < EXCHANGE.toNanos() ? before : null;
    }

    /**
     * Of a directory in which something was not found.
     *
     * @throws UncheckedIOException where what it was on is gone
     */
    void requireMounted(Path directory) {
        Known before = known.get(directory);
        if (before != null
                && !before.fileSystem().equals(fileSystemNow(directory))
                && !VisibleFiles.has(directory, child -> true)) {
            var lost = new FileSystemException(
                    directory.toString(), null, "empty, and on another file system than before; mount it again");
            throw new UncheckedIOException(lost.getMessage(), lost);
        }
    }

    /** Notes which have gone, so that the moment does not begin only when somebody asks. */
    void look() {
        for (Path directory : known.keySet()) {
            try {
                fileSystem(directory);
            } catch (IOException e) {
                if (Absence.isCertain(directory, e)) {
                    noteGone(directory);
                }
            }
        }
    }

    private static Object fileSystemNow(Path directory) {
        try {
            return fileSystem(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object fileSystem(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev");
    }
}
