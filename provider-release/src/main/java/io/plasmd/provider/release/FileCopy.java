package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Copies files, and digests what is written: the digest is that of the copy. For one thread. */
final class FileCopy {
    /**
     * Up to here a file is read, digested and written here: to have the kernel copy it takes several times as long, and
     * blocks that are shared save nothing worth mentioning.
     */
    private static final int SMALL_BYTES = 64 * 1024;

    /** Small enough that what has just been written is still in the processor's cache when it is digested. */
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final Disk disk;
    private final boolean isForced;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);

    /** One for all files: of tens of thousands, to look it up took as long as to open them. */
    private final MessageDigest sha256 = Digest.newSha256();

    private @Nullable Held lastDirectory;
    private @Nullable Inode lastInode;

    /**
     * Uses a disk.
     *
     * @param isForced whether each copy is to be on the disk by itself
     */
    FileCopy(Disk disk, boolean isForced) {
        this.disk = disk;
        this.isForced = isForced;
    }

    /** A copy, as the file system has it: some keep times in whole seconds only. */
    record Copied(Digest digest, FileVersion version) {}

    /**
     * Copies all of a file to a new one, which has its time.
     *
     * @param progress told of every part, in bytes
     */
    Copied copy(SourceFile source, Held held, Held directory, String name, LongConsumer progress)
            throws IOException, ReleaseException {
        sha256.reset();
        try (Held made = disk.begin(directory, name)) {
            long size = source.version().size();
            if (size <= SMALL_BYTES) {
                copySmall(held, (int) size, made);
                progress.accept(size);
            } else {
                copyLarge(held, size, made, progress);
            }
            disk.setModified(made, source.version().modifiedNanos());
            FileState state = StoreModes.settle(made, inode(directory));
            if (isForced) {
                disk.force(made);
                // A file server may date it anew.
                state = made.state();
            }
            source.requireUnchanged(held);
            return new Copied(Digest.ofSum(sha256.digest()), FileVersion.of(directory.path(), name, state));
        }
    }

    /** Asked once for all files that follow each other in a directory. */
    private Inode inode(Held directory) throws IOException {
        Inode inode = lastInode;
        if (inode == null || directory != lastDirectory) {
            inode = directory.inode();
            lastInode = inode;
            lastDirectory = directory;
        }
        return inode;
    }

    /** What is shorter by now is found to be changed afterwards. */
    private void copySmall(Held source, int size, Held made) throws IOException, ReleaseException {
        try (Held from = readable(source, source::readable)) {
            buffer.clear().limit(size);
            buffer.limit(from.read(buffer));
        }
        disk.write(made, buffer);
        sha256.update(buffer);
    }

    private void copyLarge(Held source, long size, Held made, LongConsumer progress)
            throws IOException, ReleaseException {
        try (FileChannel from = readable(source, () -> source.channel(StandardOpenOption.READ));
                FileChannel to = made.channel(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long position = 0; position < size; ) {
                long wanted = Math.min(CHUNK_BYTES, size - position);
                long count = disk.transfer(from, position, wanted, to, made.path());
                if (count <= 0) {
                    break;
                }
                digest(to, position, (int) count);
                position += count;
                progress.accept(count);
            }
        }
    }

    /** How a file is opened to be read. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    /** An access list, or the policy of SELinux, may forbid what the mode of a file allows. */
    private static <T> T readable(Held source, Opening<T> how) throws IOException, ReleaseException {
        try {
            return how.open();
        } catch (AccessDeniedException e) {
            throw new ReleaseException("no permission to read " + source.path(), e);
        }
    }

    /** Of a file that is held open, all of it. */
    Digest digest(Held held, long size, LongConsumer progress) throws IOException {
        sha256.reset();
        try (FileChannel channel = held.channel(StandardOpenOption.READ)) {
            for (long position = 0; position < size; ) {
                int count = (int) Math.min(CHUNK_BYTES, size - position);
                digest(channel, position, count);
                position += count;
                progress.accept(count);
            }
        }
        return Digest.ofSum(sha256.digest());
    }

    private void digest(FileChannel channel, long position, int count) throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it is shorter than it was a moment ago");
            }
        }
        sha256.update(buffer.flip());
    }
}
