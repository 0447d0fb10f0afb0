package io.plasmd.provider.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives out what is to be done next: segments to be read, in the order of the artifacts, and bytes to be digested. */
final class FetchQueue {

    /**
     * A segment to be read.
     *
     * @param first whether nothing of the artifact was read before
     */
    record Work(PartialDownload download, int segment, boolean first) {}

    /** So many bytes of an artifact; none of one that is all digested. */
    record ToDigest(PartialDownload download, long bytes) {}

    private final List<PartialDownload> downloads;

    FetchQueue(List<PartialDownload> downloads) {
        this.downloads = downloads;
    }

    /**
     * Waits for a segment that may be taken.
     *
     * @return null when there will be none any more
     */
    synchronized @Nullable Work take() throws InterruptedException {
        while (true) {
            boolean more = false;
            for (PartialDownload download : downloads) {
                boolean first = download.isNew();
                int segment = download.take();
                if (segment >= 0) {
                    return new Work(download, segment, first);
                }
                more |= !download.isComplete();
            }
            if (!more) {
                return null;
            }
            wait();
        }
    }

    synchronized void rangesWork(PartialDownload download) {
        download.rangesWork();
        notifyAll();
    }

    synchronized boolean own(PartialDownload download) {
        return download.own();
    }

    synchronized void disown(PartialDownload download) {
        download.disown();
        notifyAll();
    }

    synchronized boolean take(PartialDownload download, int segment) {
        return download.take(segment);
    }

    synchronized void release(PartialDownload download, int segment, boolean isComplete) {
        download.release(segment, isComplete);
        notifyAll();
    }

    /** Waits for bytes to be digested: of any artifact, so that one slow segment keeps no other back. */
    synchronized ToDigest awaitDigestible() throws InterruptedException {
        while (true) {
            for (PartialDownload download : downloads) {
                long bytes = download.digestible();
                if (bytes > 0 || download.isAllDigested()) {
                    return new ToDigest(download, bytes);
                }
            }
            wait();
        }
    }

    /** Of all artifacts. */
    synchronized long missingBytes() {
        return downloads.stream()
                .mapToLong(d -> d.artifact.size() - d.alreadyThere())
                .sum();
    }

    synchronized void digested(PartialDownload download, long count) {
        download.digested(count);
    }

    synchronized void finished(PartialDownload download) {
        download.finished();
    }
}
