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
    static Digest copy(SourceFile source, Path copy, Disk disk, LongConsumer progress)
            throws IOException, ReleaseException {
        MessageDigest sha256 = Digest.newSha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (Held held = source.hold();
                FileChannel from = held.channel(StandardOpenOption.READ);
                FileChannel to = disk.create(copy)) {
            long position = 0;
            long size = source.version().size();
            while (position < size) {
                long wanted = Math.min(CHUNK_BYTES, size - position);
                long count = disk.transfer(from, position, wanted, to, copy);
                if (count <= 0) {
                    break;
                }
                digest(to, position, (int) count, buffer, sha256);
                position += count;
                progress.accept(count);
            }
            disk.force(to, copy);
            source.requireUnchanged(held);
        }
        return Digest.ofSum(sha256.digest());
    }

    /** Of a file that is held open, all of it. */
    static Digest digest(Held held, long size, LongConsumer progress) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel channel = held.channel(StandardOpenOption.READ)) {
            for (long position = 0; position < size; ) {
                int count = (int) Math.min(CHUNK_BYTES, size - position);
                digest(channel, position, count, buffer, sha256);
                position += count;
                progress.accept(count);
            }
        }
        return Digest.ofSum(sha256.digest());
    }

    private static void digest(FileChannel channel, long position, int count, ByteBuffer buffer, MessageDigest sha256)
            throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it is shorter than it was a moment ago");
            }
        }
        sha256.update(buffer.flip());
    }
}
