package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A release that is being put together, out of the sight of clients. The lock in it says that its maker lives, and that
 * the store has made the directory: what a killed one leaves is cleared by the next.
 */
final class Staging implements AutoCloseable {
    static final String LOCK = "lock";
    private static final String CONTENT = "content";

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
        disk.createClosedDirectory(directory);
        lock = disk.create(directory.resolve(LOCK));
        try {
            lock.lock();
            disk.createDirectories(content());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** What becomes the directory of the release. */
    Path content() {
        return directory.resolve(CONTENT);
    }

    /** That no other one has. */
    String name() {
        return Disk.name(directory);
    }

    /** A place for what has to be moved to its own by a rename. */
    Path aside(String name) {
        return directory.resolve(name);
    }

    SortedMap<String, ReleaseRecord.StoredFile> files() {
        return files;
    }

    /** Copies a file; or links it to the same bytes in a kept release, where there are such. */
    Digest copy(String name, SourceFile source, LongConsumer progress) throws IOException, ReleaseException {
        Path file = content().resolve(name);
        boolean mayBeStored = blobs.hasSize(source.version().size());
        if (mayBeStored) {
            // Reads it twice at the worst; copying a file of gigabytes only to remove the copy would cost more.
            try (Held held = source.hold()) {
                Digest digest = FileCopy.digest(held, source.version().size(), progress);
                source.requireUnchanged(held);
                if (reuse(name, digest)) {
                    return digest;
                }
            }
        }
        // Counted once.
        Digest digest = FileCopy.copy(source, file, disk, mayBeStored ? bytes -> {} : progress);
        disk.setModified(file, FileTime.from(source.version().modifiedNanos(), TimeUnit.NANOSECONDS));
        add(name, digest, ReleaseRecord.Making.COPIED);
        return digest;
    }

    /** Makes the file itself part of the release, as a second name of it. */
    Digest link(String name, SourceFile source, LongConsumer progress) throws IOException, ReleaseException {
        Path file = content().resolve(name);
        try (Held held = source.hold()) {
            SharedFile.requireLinkable(source, held.inode(), disk.tree());
            try {
                disk.link(file, source.version().path());
            } catch (FileSystemException | UnsupportedOperationException e) {
                throw new ReleaseException(
                        "cannot link " + source.name() + " into the artifacts directory: " + reason(e)
                                + ". Both have to be on one file system that has hard links, and the file has to be"
                                + " yours; without --link it is copied.",
                        e);
            }
            // By its name, which can have become that of another file since it was opened.
            if (disk.tree().look(file).filter(held.inode()::isSame).isEmpty()) {
                throw source.changed();
            }
            FileVersion linked = SourceFile.version(held, file);
            Digest digest = FileCopy.digest(held, linked.size(), progress);
            if (!SourceFile.version(held, file).equals(linked)) {
                throw source.changed();
            }
            add(name, digest, ReleaseRecord.Making.LINKED);
            return digest;
        }
    }

    private static String reason(Exception e) {
        return e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.toString();
    }

    /**
     * Makes a file part of the release, whose digest has been checked and which is on the disk. It is taken away from
     * where it was; a second artifact with the same bytes becomes another name of it.
     */
    void take(String name, Path verified, Digest digest) throws IOException, ReleaseException {
        Path file = content().resolve(name);
        if (Files.exists(verified)) {
            disk.rename(verified, file);
            disk.makeReadable(file);
        } else {
            Path same = sameBytes(verified, digest);
            try {
                disk.link(file, same);
            } catch (FileSystemException | UnsupportedOperationException e) {
                // No hard links there.
                FileCopy.copy(SourceFile.look(same, same.toRealPath()), file, disk, bytes -> {});
            }
        }
        add(name, digest, ReleaseRecord.Making.COPIED);
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
        return reuse(name, digest, blobs.find(digest, disk.tree()));
    }

    /** The same, of bytes that have been read to see whether they still are those. */
    boolean reuseRead(String name, Digest digest) throws IOException {
        return reuse(name, digest, blobs.findRead(digest, disk.tree()));
    }

    private boolean reuse(String name, Digest digest, Optional<StoredBlobs.Found> stored) throws IOException {
        if (stored.isEmpty()) {
            return false;
        }
        Path link = aside("link-" + name);
        try {
            disk.link(link, stored.get().path());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // No hard links there, too many of this file, or its release was removed just now.
            return false;
        }
        Optional<Inode> linked = disk.tree().look(link);
        if (linked.isEmpty() || !stored.get().is(linked.get(), FileVersion.read(link))) {
            disk.deleteIfExists(link);
            return false;
        }
        disk.rename(link, content().resolve(name));
        add(name, digest, ReleaseRecord.Making.COPIED);
        return true;
    }

    private void add(String name, Digest digest, ReleaseRecord.Making making) throws IOException {
        // As the file system has it: some keep times in whole seconds only.
        FileVersion stored = FileVersion.read(content().resolve(name));
        files.put(name, ReleaseRecord.StoredFile.of(digest, stored, making));
    }

    /** Closed before it is removed: NFS gives a file that is open another name, and its directory stays. */
    @Override
    public void close() throws IOException {
        try {
            StagingRemains.removeContent(directory, disk);
        } finally {
            lock.close();
        }
        StagingRemains.removeMark(directory, disk);
    }
}
