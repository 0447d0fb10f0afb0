package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Copies a file, and digests what has been written: the digest is that of the copy. */
final class FileCopy {
    /** Small enough that what has just been written is still in the processor's cache when it is digested. */
    private static final int CHUNK_BYTES = 1024 * 1024;

    private FileCopy() {}

    /**
     * Copies all of a file to a new one, which is on the disk when this returns.
     *
     * @param progress told of every part, in bytes
     */
    static Digest copy(FileVersion source, Path copy, Disk disk, LongConsumer progress)
            throws IOException, ReleaseException {
        MessageDigest sha256 = Digest.newSha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel from = FileChannel.open(source.path(), StandardOpenOption.READ);
                FileChannel to = disk.create(copy)) {
            long position = 0;
            while (position < source.size()) {
                long wanted = Math.min(CHUNK_BYTES, source.size() - position);
                long count = disk.transfer(from, position, wanted, to, copy);
                if (count <= 0) {
                    break;
                }
                digest(to, position, (int) count, buffer, sha256);
                position += count;
                progress.accept(count);
            }
            disk.force(to, copy);
        }
        requireUnchanged(source);
        return Digest.ofSum(sha256.digest());
    }

    private static void digest(FileChannel channel, long position, int count, ByteBuffer buffer, MessageDigest sha256)
            throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the copy is shorter than what was written to it");
            }
        }
        sha256.update(buffer.flip());
    }

    /** Else part of one version and part of another may have been read. */
    static void requireUnchanged(FileVersion source) throws IOException, ReleaseException {
        if (!FileVersion.read(source.path()).equals(source)) {
            throw new ReleaseException(
                    source.path() + " was changed while it was read; publish it when whatever writes it is done");
        }
    }
}
