package io.plasmd.provider.release;

import io.plasmd.provider.files.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps releases from being removed while files of them are being sent, by a shared lock that every publisher asks for.
 * One for a whole process: the operating system drops all locks of a process on a file as soon as the process closes any
 * descriptor of that file.
 */
public final class ReleaseUse {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseUse.class);

    private final Map<Path, Use> uses = new ConcurrentHashMap<>();

    /** The lock of one release, and how many have it. */
    private record Use(FileChannel channel, int count) {}

    /**
     * Begins to use the release that a file belongs to. A release that is being removed just now is not waited for: what
     * has been opened can be read to its end all the same.
     *
     * @param file its real path
     * @return to be closed when it is no longer used; does nothing where the file belongs to no release
     */
    public Closeable begin(Path file) {
        Path parent = file.getParent();
        Path directory = parent == null ? null : StoreLayout.release(parent).orElse(null);
        if (directory == null) {
            return () -> {};
        }
        Use use = uses.compute(directory, (release, before) -> {
            if (before != null) {
                return new Use(before.channel(), before.count() + 1);
            }
            return lock(release).map(channel -> new Use(channel, 1)).orElse(null);
        });
        return use == null ? () -> {} : () -> end(directory);
    }

    private void end(Path directory) {
        uses.computeIfPresent(directory, (release, use) -> {
            if (use.count() > 1) {
                return new Use(use.channel(), use.count() - 1);
            }
            try {
                use.channel().close();
            } catch (IOException e) {
                LOG.debug("cannot close the lock of {}", release, e);
            }
            return null;
        });
    }

    /** A FIFO in its place is not waited for. Closed before there is a lock, which would go with it. */
    private static FileChannel open(Path file) throws IOException {
        try (OpenFile open = OpenFile.beneath(Objects.requireNonNull(file.getParent()), file.getFileName())) {
            return open.channel();
        }
    }

    private static Optional<FileChannel> lock(Path release) {
        try {
            FileChannel channel = open(release.resolve(StoreLayout.IN_USE));
            try {
                if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
                    return Optional.of(channel);
                }
            } catch (IOException | OverlappingFileLockException e) {
                // No locks on this file system, or a publisher in the same process.
                LOG.debug("cannot lock {}", release, e);
            }
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot lock {}", release, e);
            return Optional.empty();
        }
        return Optional.empty();
    }
}
