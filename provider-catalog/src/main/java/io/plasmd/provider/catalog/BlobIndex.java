package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Files in the order of their digests: of a hundred thousand it takes a tenth of what a map of them takes, and nearly all of
 * them are those of the catalog itself.
 */
final class BlobIndex {
    /** While many digests are being computed, putting them in order takes a tenth of a core at most. */
    private static final int REST = 9;

    private final List<Artifact> files;
    private final long learned;
    private final long restUntilNanos;

    /**
     * Among those of one digest their order stays.
     *
     * @param files all of which the digest is known
     * @param learned how much was known
     * @param begunNanos when it was begun, by {@link System#nanoTime()}
     */
    BlobIndex(List<Artifact> files, long learned, long begunNanos) {
        this.files = files.stream()
                .sorted(Comparator.comparing(Artifact::knownDigest))
                .toList();
        this.learned = learned;
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
        int high = files.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (files.get(middle).knownDigest().compareTo(digest) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<BlobFile> found = new ArrayList<>();
        for (int i = low; i < files.size() && files.get(i).knownDigest().equals(digest); i++) {
            found.add(BlobFile.of(files.get(i)));
        }
        return found;
    }
}
