package io.plasmd.provider.netboot.boots;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Has room for so many bytes; what does not fit is written in part, as a file system does. */
final class PoorDisk implements Output.Disk {
    final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    volatile CountDownLatch writes = new CountDownLatch(0);

    @Override
    public Output open(Path file) throws IOException {
        Output output = Output.open(file);
        return new Output() {
            @Override
            public void write(byte[] bytes) throws IOException {
                try {
                    writes.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                int fitting = (int) Math.min(room.get(), bytes.length);
                output.write(Arrays.copyOf(bytes, fitting));
                room.addAndGet(-fitting);
                if (fitting < bytes.length) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void truncate(long size) throws IOException {
                output.truncate(size);
            }

            @Override
            public void force() throws IOException {
                output.force();
            }

            @Override
            public void close() throws IOException {
                output.close();
            }
        };
    }
}
