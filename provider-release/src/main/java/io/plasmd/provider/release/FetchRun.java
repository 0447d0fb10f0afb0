package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Some threads that read segments, one that digests what is there, and the calling one, which finishes each artifact and
 * ends everything at the first failure.
 */
final class FetchRun implements AutoCloseable {
    /** Small enough that it is still in the processor's cache when it is digested. */
    private static final int DIGEST_BYTES = 256 * 1024;

    /** An artifact is all there and digested, or something failed. */
    private record Event(
            @Nullable PartialDownload digested, @Nullable Exception failure) {}

    private final List<PartialDownload> downloads;
    private final FetchQueue queue;
    private final boolean isForced;
    private final RemoteClient client;
    private final Progress progress;
    private final Patience patience;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ExecutorService threads;

    /**
     * Begins.
     *
     * @param isForced whether each artifact is to be on the disk by itself
     */
    FetchRun(
            List<PartialDownload> downloads,
            RemoteClient client,
            TransferSettings settings,
            Progress progress,
            boolean isForced) {
        this.downloads = downloads;
        this.isForced = isForced;
        this.client = client;
        this.progress = progress;
        queue = new FetchQueue(downloads);
        patience = new Patience(settings.patience(), settings.minRate());
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("fetch-", 0).daemon().factory());
        for (PartialDownload download : downloads) {
            if (download.isComplete()) {
                progress.started(download.artifact.name(), download.artifact.size(), download.artifact.size());
            }
        }
        for (int i = 0; i < settings.connections(); i++) {
            start(this::readSegments);
        }
        start(this::digest);
    }

    private interface Part {
        void run() throws IOException, ReleaseException, InterruptedException;
    }

    private void start(Part part) {
        threads.execute(() -> {
            try {
                part.run();
            } catch (InterruptedException _) {
                // By close(): nobody waits for this one.
            } catch (IOException | ReleaseException | RuntimeException e) {
                events.add(new Event(null, e));
            }
        });
    }

    private void readSegments() throws ReleaseException, InterruptedException {
        for (FetchQueue.Work work = queue.take(); work != null; work = queue.take()) {
            PartialDownload download = work.download();
            if (work.first()) {
                progress.started(download.artifact.name(), download.artifact.size(), download.alreadyThere());
            }
            try (SegmentSink sink = new SegmentSink(queue, work, progress)) {
                // From where it was given up, by this process or an earlier one.
                long start = download.file.start(work.segment()) + download.file.there(work.segment());
                long end = download.file.end(work.segment());
                new RangeRead(download.artifact, download.places, client, patience, sink, start, end).run();
                if (start == end) {
                    sink.complete();
                }
            }
        }
    }

    private void digest() throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(DIGEST_BYTES);
        while (true) {
            FetchQueue.ToDigest next = queue.awaitDigestible();
            PartialDownload download = next.download();
            if (next.bytes() == 0) {
                queue.finished(download);
                events.add(new Event(download, null));
            } else {
                int count = (int) Math.min(DIGEST_BYTES, next.bytes());
                download.digest(buffer.clear().limit(count));
                queue.digested(download, count);
            }
        }
    }

    /** Returns when all of them are right and, where each is forced, on the disk. */
    void await() throws IOException, ReleaseException, InterruptedException {
        for (int finished = 0; finished < downloads.size(); finished++) {
            Event event = events.take();
            if (event.digested() != null) {
                finish(event.digested());
            } else if (event.failure() != null) {
                rethrow(event.failure());
            }
        }
    }

    private static void rethrow(Exception e) throws IOException, ReleaseException {
        switch (e) {
            case IOException failure -> throw failure;
            case ReleaseException failure -> throw failure;
            default -> throw new IllegalStateException(e);
        }
    }

    private void finish(PartialDownload download) throws IOException, ReleaseException, InterruptedException {
        RemoteArtifact artifact = download.artifact;
        Digest got = download.digest();
        if (!got.equals(artifact.digest())) {
            download.file.delete();
            throw new ReleaseException(artifact.name() + ": what came from " + download.places.current()
                    + " has the digest " + got.prefixed() + "; the manifest says "
                    + artifact.digest().prefixed() + ". " + download.file.path()
                    + " was deleted. Do the same again, from the beginning; if it stays wrong, the server's copy is.");
        }
        try {
            if (isForced) {
                download.file.force();
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw Room.cannotWrite(artifact.name(), download.file.path(), queue.missingBytes(), e);
        }
        if (download.file.dataSize() != artifact.size()) {
            throw new ReleaseException(artifact.name() + ": something else has written to " + download.file.path()
                    + ". Delete it, then do the same again.");
        }
        progress.finished(artifact.name());
    }

    /** Returns when none of the threads is left. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
