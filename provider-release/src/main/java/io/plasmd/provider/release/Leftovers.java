package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Clears what publishers and fetchers have left that were killed; what is not certainly theirs is named, and left alone.
 * To be called with the lock of the store.
 */
final class Leftovers {
    /** What a fetch broke off is worth keeping for the next try, but not for ever. */
    private static final Duration PARTIAL_KEPT = Duration.ofDays(7);

    private static final Pattern PARTIAL = Pattern.compile("[0-9a-f]{64}(\\.progress)?");

    private final StoreLayout layout;
    private final Disk disk;
    private final Consumer<String> notes;

    Leftovers(StoreLayout layout, Disk disk, Consumer<String> notes) {
        this.layout = layout;
        this.disk = disk;
        this.notes = notes;
    }

    private interface Clearing {
        void of(Path path) throws IOException;
    }

    void clear(Instant now) throws IOException {
        each(layout.staging(), path -> StagingRemains.clear(path, disk));
        each(layout.partial(), path -> clearPartial(path, now));
        each(layout.coming(), path -> ComingMark.clear(path, layout, disk));
        each(layout.releases(), channel -> {
            if (isVisible(channel)) {
                each(channel, arch -> each(arch, this::clearUnpublished));
            }
        });
    }

    /** Something that cannot be cleared keeps nobody from publishing. */
    private void each(Path directory, Clearing clearing) throws IOException {
        told(() -> {
            for (String name : disk.tree().names(directory)) {
                told(() -> clearing.of(directory.resolve(name)));
            }
        });
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void told(Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (FileSystemException e) {
            notes.accept("Left alone: " + e.getFile() + ": " + reason(e) + ".");
        }
    }

    private static String reason(FileSystemException e) {
        return e instanceof NotDirectoryException
                ? "is no directory"
                : e.getReason() == null ? Pem.reason(e) : e.getReason();
    }

    private static boolean isVisible(Path path) {
        return Names.isSegment(String.valueOf(path.getFileName()));
    }

    private void clearPartial(Path file, Instant now) throws IOException {
        Optional<Inode> inode = disk.tree().look(file);
        if (inode.isEmpty()) {
            return;
        }
        if (!inode.get().isRegular() || !PARTIAL.matcher(name(file)).matches()) {
            throw notOurs(file, inode.get());
        }
        Instant modified =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (modified.isBefore(now.minus(PARTIAL_KEPT))) {
            disk.deleteIfExists(file);
        }
    }

    /** A release whose publisher died before it became current was never published. */
    private void clearUnpublished(Path release) throws IOException {
        if (!isVisible(release)
                || disk.tree().look(release.resolve(StoreLayout.PUBLISHED)).isPresent()
                || isCurrent(release)) {
            return;
        }
        Optional<Inode> inode = disk.tree().look(release);
        if (inode.isEmpty()) {
            return;
        }
        if (!hasRecord(release)) {
            throw notOurs(release, inode.get());
        }
        disk.deleteTree(release, StoreLayout.RECORD);
    }

    private boolean isCurrent(Path release) {
        return new Releases(layout)
                .current(parentName(release, 2), parentName(release, 1))
                .filter(current -> current.directory().equals(release))
                .isPresent();
    }

    /** The mark of a release: the store writes it before the directory gets its place. */
    private boolean hasRecord(Path release) throws IOException {
        Optional<Inode> record = disk.tree().look(release.resolve(StoreLayout.RECORD));
        if (record.isEmpty() || !record.get().isRegular()) {
            return false;
        }
        try {
            ReleaseRecord read = RecordJson.read(release);
            return read.version().equals(name(release))
                    && read.arch().equals(parentName(release, 1))
                    && read.channel().equals(parentName(release, 2));
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private static FileSystemException notOurs(Path path, Inode inode) {
        return new FileSystemException(
                path.toString(),
                null,
                "is " + inode.kind() + " that bears no mark of provider, which has not made it; remove it");
    }

    private static String name(Path path) {
        return parentName(path, 0);
    }

    private static String parentName(Path path, int levels) {
        return path.getName(path.getNameCount() - 1 - levels).toString();
    }
}
