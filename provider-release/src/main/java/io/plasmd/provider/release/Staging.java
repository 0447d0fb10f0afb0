package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A release that is being put together, out of the sight of clients. The lock in it says that its maker lives: what a
 * killed one leaves is cleared by the next.
 */
final class Staging implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path directory;
    private final Disk disk;
    private final FileChannel lock;
    private final StoredBlobs blobs;
    private final SortedMap<String, ReleaseRecord.StoredFile> files = new TreeMap<>();

    /** Makes one; to be called with the lock of the store, or its directory could pass for that of a dead publisher. */
    Staging(StoreLayout layout, Disk disk) throws IOException {
        this.directory = layout.staging().resolve(UUID.randomUUID().toString());
        this.disk = disk;
        this.blobs = new StoredBlobs(new Releases(layout));
        disk.createDirectories(directory);
        lock = disk.create(directory.resolve(LOCK));
        try {
            lock.lock();
            disk.createDirectories(content());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Removes what a dead publisher has left in its directory; does nothing to that of a living one. */
    static void clear(Path directory, Disk disk) throws IOException {
        Path file = directory.resolve(LOCK);
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    return;
                }
                disk.deleteTree(directory);
            } catch (OverlappingFileLockException e) {
                // By another thread of this process.
                return;
            }
        } else {
            disk.deleteTree(directory);
        }
    }

    /** What becomes the directory of the release. */
    Path content() {
        return directory.resolve("content");
    }

    /** A place for what has to be moved to its own by a rename. */
    Path aside(String name) {
        return directory.resolve(name);
    }

    SortedMap<String, ReleaseRecord.StoredFile> files() {
        return files;
    }

    /** Copies a file; or links it to the same bytes in a kept release, where there are such. */
    Digest copy(String name, FileVersion source, LongConsumer progress) throws IOException, ReleaseException {
        Path file = content().resolve(name);
        boolean mayBeStored = blobs.hasSize(source.size());
        if (mayBeStored) {
            // Reads it twice at the worst; copying a file of gigabytes only to remove the copy would cost more.
            Digest digest = digest(source, progress);
            if (reuse(name, digest)) {
                return digest;
            }
        }
        // Counted once.
        Digest digest = FileCopy.copy(source, file, disk, mayBeStored ? bytes -> {} : progress);
        disk.setModified(file, FileTime.from(source.modifiedNanos(), TimeUnit.NANOSECONDS));
        add(name, digest);
        return digest;
    }

    /** Makes the file itself part of the release, as a second name of it. */
    Digest link(String name, FileVersion source, LongConsumer progress) throws IOException, ReleaseException {
        Path file = content().resolve(name);
        try {
            disk.link(file, source.path());
        } catch (FileSystemException | UnsupportedOperationException e) {
            throw new ReleaseException(
                    "cannot link " + source.path() + " into the artifacts directory: " + reason(e)
                            + ". Both have to be on one file system that has hard links, and the file has to be yours;"
                            + " without --link it is copied.",
                    e);
        }
        // By its new name, and as it is after the link, which has moved the time of the inode's change.
        FileVersion linked = FileVersion.read(file.toRealPath());
        Digest digest = digest(linked, progress);
        add(name, digest);
        return digest;
    }

    private static String reason(Exception e) {
        return e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.toString();
    }

    private static Digest digest(FileVersion source, LongConsumer progress) throws IOException, ReleaseException {
        return FileDigester.digest(source, progress, () -> false)
                .orElseThrow(() -> new ReleaseException(
                        source.path() + " was changed while it was read; publish it when whatever writes it is done"));
    }

    /**
     * Makes a file part of the release, whose digest has been checked and which is on the disk. It is taken away from
     * where it was; a second artifact with the same bytes becomes another name of it.
     */
    void take(String name, Path verified, Digest digest) throws IOException {
        Path file = content().resolve(name);
        if (Files.exists(verified)) {
            disk.rename(verified, file);
            disk.makeReadable(file);
        } else {
            disk.link(file, sameBytes(verified, digest));
        }
        add(name, digest);
    }

    private Path sameBytes(Path verified, Digest digest) throws IOException {
        for (Map.Entry<String, ReleaseRecord.StoredFile> other : files.entrySet()) {
            if (other.getValue().digest().equals(digest)) {
                return content().resolve(other.getKey());
            }
        }
        throw new NoSuchFileException(verified.toString());
    }

    /** Links the same bytes of a kept release, if there are such. */
    boolean reuse(String name, Digest digest) throws IOException {
        return reuse(name, digest, blobs.find(digest));
    }

    /** The same, of bytes that have been read to see whether they still are those. */
    boolean reuseRead(String name, Digest digest) throws IOException {
        return reuse(name, digest, blobs.findRead(digest));
    }

    private boolean reuse(String name, Digest digest, Optional<Path> stored) throws IOException {
        if (stored.isEmpty()) {
            return false;
        }
        Path link = aside("link-" + name);
        try {
            disk.link(link, stored.get());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // No hard links there, too many of this file, or its release was removed just now.
            return false;
        }
        disk.rename(link, content().resolve(name));
        add(name, digest);
        return true;
    }

    private void add(String name, Digest digest) throws IOException {
        // As the file system has it: some keep times in whole seconds only.
        FileVersion stored = FileVersion.read(content().resolve(name));
        files.put(name, ReleaseRecord.StoredFile.of(digest, stored));
    }

    @Override
    public void close() throws IOException {
        try {
            disk.deleteTree(directory);
        } finally {
            lock.close();
        }
    }
}
