package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

/** Writes what comes for one segment, or for all that follows it where the server sends everything. */
final class SegmentSink implements RangeRead.Sink, AutoCloseable {
    private static final int NONE = -1;

    /** What a process that is killed loses of each connection: what came in so long, not more. */
    private static final Duration NOTE_INTERVAL = Duration.ofMillis(200);

    private final FetchQueue queue;
    private final PartialDownload download;
    private final Progress progress;
    private final long end;
    private int held;
    private long reached;
    private long noted = System.nanoTime();
    private boolean owner;

    SegmentSink(FetchQueue queue, FetchQueue.Work work, Progress progress) {
        this.queue = queue;
        this.progress = progress;
        download = work.download();
        held = work.segment();
        end = download.file.end(held);
        reached = download.file.start(held) + download.file.there(held);
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
                reached = at;
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
        reached = position + count;
        if (System.nanoTime() - noted > NOTE_INTERVAL.toNanos()) {
            try {
                note();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    /** How far the segment in hand is there. */
    private void note() throws IOException {
        noted = System.nanoTime();
        download.file.reached(held, (int) (reached - download.file.start(held)));
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
            noteLast();
            queue.release(download, held, false);
        }
        if (owner) {
            queue.disown(download);
        }
    }

    /** Also where this thread is interrupted, for which a channel would close before it writes anything. */
    private void noteLast() {
        boolean wasInterrupted = Thread.interrupted();
        try {
            note();
        } catch (IOException e) {
            // Then that much is fetched once more.
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
