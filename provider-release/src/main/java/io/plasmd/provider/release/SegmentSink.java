package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/** Writes what comes for one segment, or for all that follows it where the server sends everything. */
final class SegmentSink implements RangeRead.Sink, AutoCloseable {
    private static final int NONE = -1;

    private final FetchQueue queue;
    private final PartialDownload download;
    private final Progress progress;
    private final long end;
    private int held;
    private boolean owner;

    SegmentSink(FetchQueue queue, FetchQueue.Work work, Progress progress) {
        this.queue = queue;
        this.progress = progress;
        download = work.download();
        held = work.segment();
        end = download.file.end(held);
    }

    @Override
    public long answered(boolean ranges) {
        if (owner) {
            return download.artifact.size();
        }
        if (ranges) {
            queue.rangesWork(download);
            return end;
        }
        // With every connection reading everything from the start, all but one would do so for nothing.
        owner = queue.own(download);
        return owner ? download.artifact.size() : 0;
    }

    @Override
    public void accept(long position, ByteBuffer bytes) throws ReleaseException, InterruptedException {
        PartialFile file = download.file;
        long at = position;
        while (bytes.hasRemaining()) {
            int segment = file.segmentAt(at);
            if (held == NONE && at == file.start(segment) && queue.take(download, segment)) {
                held = segment;
            }
            int count = (int) Math.min(bytes.remaining(), file.end(segment) - at);
            if (held == NONE) {
                bytes.position(bytes.position() + count);
            } else {
                write(at, bytes, count);
            }
            at += count;
            if (held != NONE && at == file.end(segment)) {
                complete();
            }
        }
    }

    private void write(long position, ByteBuffer bytes, int count) throws ReleaseException, InterruptedException {
        int limit = bytes.limit();
        try {
            download.file.write(position, bytes.limit(bytes.position() + count));
        } catch (IOException e) {
            throw failed(e);
        }
        bytes.limit(limit);
        progress.received(download.artifact.name(), count);
    }

    /** All of the segment in hand was written. */
    void complete() throws ReleaseException, InterruptedException {
        try {
            download.file.complete(held);
        } catch (IOException e) {
            throw failed(e);
        }
        queue.release(download, held, true);
        held = NONE;
    }

    private ReleaseException failed(IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            throw new InterruptedException();
        }
        return Room.cannotWrite(download.artifact.name(), download.file.path(), queue.missingBytes(), e);
    }

    @Override
    public void close() {
        if (held != NONE) {
            queue.release(download, held, false);
        }
        if (owner) {
            queue.disown(download);
        }
    }
}
