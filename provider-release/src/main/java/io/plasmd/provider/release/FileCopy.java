package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Copies files, and digests what has been written: the digest is that of the copy. For one thread. */
final class FileCopy {
    /** Small enough that what has just been written is still in the processor's cache when it is digested. */
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final Disk disk;
    private final boolean isForced;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);

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
        MessageDigest sha256 = Digest.newSha256();
        try (FileChannel from = held.channel(StandardOpenOption.READ);
                Held made = disk.create(directory, name);
                FileChannel to = made.channel(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long position = 0;
            long size = source.version().size();
            while (position < size) {
                long wanted = Math.min(CHUNK_BYTES, size - position);
                long count = disk.transfer(from, position, wanted, to, made.path());
                if (count <= 0) {
                    break;
                }
                digest(to, position, (int) count, sha256);
                position += count;
                progress.accept(count);
            }
            disk.setModified(made, FileTime.from(source.version().modifiedNanos(), TimeUnit.NANOSECONDS));
            if (isForced) {
                disk.force(to, made.path());
            }
            source.requireUnchanged(held);
            return new Copied(Digest.ofSum(sha256.digest()), SourceFile.version(made, made.path()));
        }
    }

    /** Of a file that is held open, all of it. */
    Digest digest(Held held, long size, LongConsumer progress) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        try (FileChannel channel = held.channel(StandardOpenOption.READ)) {
            for (long position = 0; position < size; ) {
                int count = (int) Math.min(CHUNK_BYTES, size - position);
                digest(channel, position, count, sha256);
                position += count;
                progress.accept(count);
            }
        }
        return Digest.ofSum(sha256.digest());
    }

    private void digest(FileChannel channel, long position, int count, MessageDigest sha256) throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it is shorter than it was a moment ago");
            }
        }
        sha256.update(buffer.flip());
    }
}
