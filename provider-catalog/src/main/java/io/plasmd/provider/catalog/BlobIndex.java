package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Files in the order of their digests: of a hundred thousand it takes a tenth of what a map of them takes. */
final class BlobIndex {
    /** While many digests are being computed, putting them in order takes a tenth of a core at most. */
    private static final int REST = 9;

    private final List<Blob> blobs;
    private final long learned;
    private final long restUntilNanos;

    record Blob(Digest digest, BlobFile file) {}

    /**
     * Among those of one digest their order stays.
     *
     * @param learned how much was known
     * @param begunNanos when it was begun, by {@link System#nanoTime()}
     */
    BlobIndex(List<Blob> files, long learned, long begunNanos) {
        this.blobs = new ArrayList<>(files);
        this.learned = learned;
        blobs.sort(Comparator.comparing(Blob::digest));
        long now = System.nanoTime();
        this.restUntilNanos = now + REST * (now - begunNanos);
    }

    long learned() {
        return learned;
    }

    boolean hasRested() {
        return System.nanoTime() - restUntilNanos >= 0;
    }

    /** The files with a digest. */
    List<BlobFile> of(Digest digest) {
        int low = 0;
        int high = blobs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blobs.get(middle).digest().compareTo(digest) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<BlobFile> found = new ArrayList<>();
        for (int i = low; i < blobs.size() && blobs.get(i).digest().equals(digest); i++) {
            found.add(blobs.get(i).file());
        }
        return found;
    }
}
