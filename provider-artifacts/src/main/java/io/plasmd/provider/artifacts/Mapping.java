package io.plasmd.provider.artifacts;

import io.plasmd.provider.files.OpenFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/** A file in memory, without being read: for the kernel alone to read, since a page that is gone kills who touches it. */
final class Mapping {
    private static final long BETWEEN_TRIES_NANOS = 100_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    /** Maps all of a file; what is beyond its end by now cannot be written. */
    Mapping(OpenFile file, long size) throws IOException {
        try {
            segment = file.map(size, arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * A stretch of the file, to be written to a socket and not to be looked into. write(2) fails with EFAULT where the
     * file has become too short, or the disk fails.
     */
    ByteBuffer slice(long offset, int length) {
        return segment.asSlice(offset, length).asByteBuffer();
    }

    /** Waits for a write that is just under way: of a socket that does not block, so it is over within a moment. */
    void unmap() {
        while (!closed()) {
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
    }

    private boolean closed() {
        try {
            arena.close();
            return true;
        } catch (IllegalStateException e) {
            // In use by a write; or closed already, which is a mistake of ours.
            return !arena.scope().isAlive();
        }
    }
}
