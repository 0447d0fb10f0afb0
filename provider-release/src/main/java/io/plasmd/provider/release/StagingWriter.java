package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Puts files into a release, one after the other; several of these may do so at once. A name may have directories, which
 * are made.
 */
final class StagingWriter implements Closeable {
    private final Staging staging;
    private final Disk disk;
    private final SourceDirectories sources = new SourceDirectories();
    private final ContentDirectories directories;
    private final FileCopy copies;

    StagingWriter(Staging staging, Disk disk, boolean isForced) {
        this.staging = staging;
        this.disk = disk;
        this.directories = new ContentDirectories(staging.content(), disk);
        this.copies = new FileCopy(disk, isForced);
    }

    /** Copies a file; or links it to the same bytes in a kept release, where there are such. */
    Digest copy(String name, SourceFile source, LongConsumer progress) throws IOException, ReleaseException {
        boolean mayBeStored = staging.blobs().hasSize(source.version().size());
        try (Held held = source.hold(sources)) {
            if (mayBeStored) {
                // Reads it twice at the worst; copying a file of gigabytes only to remove the copy would cost more.
                Digest digest = copies.digest(held, source.version().size(), progress);
                source.requireUnchanged(held);
                if (reuse(name, digest)) {
                    return digest;
                }
            }
            // Counted once.
            return copy(name, source, held, mayBeStored ? bytes -> {} : progress);
        }
    }

    private Digest copy(String name, SourceFile source, Held held, LongConsumer progress)
            throws IOException, ReleaseException {
        Path file = staging.content().resolve(name);
        FileCopy.Copied copied = copies.copy(source, held, directories.of(file), Disk.name(file), progress);
        staging.add(name, copied.digest(), copied.version(), ReleaseRecord.Making.COPIED);
        return copied.digest();
    }

    /** Makes the file itself part of the release, as a second name of it. */
    Digest link(String name, SourceFile source, LongConsumer progress) throws IOException, ReleaseException {
        Path file = staging.content().resolve(name);
        try (Held held = source.hold(sources)) {
            SharedFile.requireLinkable(source, held.inode(), disk.tree());
            try {
                disk.link(
                        directories.of(file), Disk.name(file), source.version().path());
            } catch (FileSystemException | UnsupportedOperationException e) {
                throw new ReleaseException(
                        "cannot link " + source.name() + " into the artifacts directory: " + reason(e)
                                + ". Both have to be on one file system that has hard links, and the file has to be"
                                + " yours; without --link it is copied.",
                        e);
            }
            // By its name, which can have become that of another file since it was opened.
            try (Held linked = directories.of(file).child(Disk.name(file))) {
                if (!held.inode().isSame(linked.inode())) {
                    throw source.changed();
                }
            }
            FileVersion linked = SourceFile.version(held, file);
            Digest digest = copies.digest(held, linked.size(), progress);
            if (!SourceFile.version(held, file).equals(linked)) {
                throw source.changed();
            }
            staging.add(name, digest, linked, ReleaseRecord.Making.LINKED);
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
        Path file = staging.content().resolve(name);
        Held directory = directories.of(file);
        if (Files.exists(verified)) {
            disk.rename(verified, directory, Disk.name(file));
            disk.makeReadable(directory, Disk.name(file));
        } else {
            Path same = staging.content()
                    .resolve(
                            staging.withDigest(digest).orElseThrow(() -> new NoSuchFileException(verified.toString())));
            try {
                disk.link(directory, Disk.name(file), same);
            } catch (FileSystemException | UnsupportedOperationException e) {
                // No hard links there, or too many of this file.
                SourceFile source = SourceFile.look(same, same.toRealPath());
                try (Held held = source.hold(sources)) {
                    copy(name, source, held, bytes -> {});
                }
                return;
            }
        }
        add(name, directory, file, digest);
    }

    /** Links the same bytes of a kept release, if there are such. */
    boolean reuse(String name, Digest digest) throws IOException {
        return reuse(name, digest, staging.blobs().find(digest, disk.tree()));
    }

    /** The same, of bytes that have been read to see whether they still are those. */
    boolean reuseRead(String name, Digest digest) throws IOException {
        return reuse(name, digest, staging.blobs().findRead(digest, disk.tree()));
    }

    private boolean reuse(String name, Digest digest, Optional<StoredBlobs.Found> stored) throws IOException {
        if (stored.isEmpty()) {
            return false;
        }
        Path file = staging.content().resolve(name);
        Held directory = directories.of(file);
        try {
            disk.link(directory, Disk.name(file), stored.get().path());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // No hard links there, too many of this file, or its release was removed just now.
            return false;
        }
        boolean isRight;
        try (Held linked = directory.child(Disk.name(file))) {
            isRight = stored.get().is(linked.inode(), SourceFile.version(linked, file));
        }
        if (!isRight) {
            disk.deleteIfExists(directory, Disk.name(file));
            return false;
        }
        add(name, directory, file, digest);
        return true;
    }

    private void add(String name, Held directory, Path file, Digest digest) throws IOException {
        try (Held held = directory.child(Disk.name(file))) {
            staging.add(name, digest, SourceFile.version(held, file), ReleaseRecord.Making.COPIED);
        }
    }

    @Override
    public void close() {
        sources.close();
        directories.close();
    }
}
