package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** All bytes of a buffer, to and from a place in a file. */
final class WholeTransfer {
    private WholeTransfer() {}

    static void write(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    static void read(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException("it ends after " + at + " bytes");
            }
            at += count;
        }
    }
}
