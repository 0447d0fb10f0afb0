package io.plasmd.provider.netboot.boots;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written at its end. */
interface Output extends Closeable {

    /** How files are opened; tests have a disk that is full. */
    interface Disk {
        Output open(Path file) throws IOException;
    }

    void write(byte[] bytes) throws IOException;

    void truncate(long size) throws IOException;

    /** What was written is on the disk when this returns. */
    void force() throws IOException;

    static Output open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new Output() {
            @Override
            public void write(byte[] bytes) throws IOException {
                for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
