package io.plasmd.provider.catalog;

import io.plasmd.provider.files.ThreadTime;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * When digests are written to disk, and which: what is new is added to the file, so that one more costs the same whether
 * there are ten or a hundred thousand. The whole is written where very much is new, where the file is more stale than not,
 * and at the end.
 */
final class DigestSaving {
    /** Writing takes a hundredth of a core at the most. */
    private static final int REST_PER_SAVE = 99;

    /** More are not kept beside what is known. */
    private static final int MOST_NEW = 4096;

    /** As many are written within a few milliseconds. */
    private static final int FEW = 1000;

    private final DigestStore store;
    private final KnownVersions known;
    private final List<Map.Entry<FileVersion, Digest>> fresh = new ArrayList<>();
    private boolean isWholeWanted;
    private long restedAtNanos = System.nanoTime();

    DigestSaving(DigestStore store, KnownVersions known) {
        this.store = store;
        this.known = known;
    }

    /** One more is known than has been written. */
    synchronized void learned(FileVersion version, Digest digest) {
        if (isWholeWanted) {
            return;
        }
        fresh.add(Map.entry(version, digest));
        if (fresh.size() > MOST_NEW) {
            wantWhole();
        }
    }

    /** Fewer are known than have been written. Of many the rest may wait: whether a file is there is asked when it is read. */
    synchronized void forgotten() {
        if (store.lines() <= FEW || store.lines() > 2L * known.count()) {
            wantWhole();
        }
    }

    private void wantWhole() {
        isWholeWanted = true;
        fresh.clear();
    }

    synchronized void saveIfTime() {
        if ((isWholeWanted || !fresh.isEmpty()) && System.nanoTime() - restedAtNanos >= 0) {
            long before = ThreadTime.nanos();
            save();
            restedAtNanos = System.nanoTime() + REST_PER_SAVE * (ThreadTime.nanos() - before);
        }
    }

    private void save() {
        if (isWholeWanted || !store.add(fresh)) {
            saveAll();
        } else {
            fresh.clear();
        }
    }

    synchronized void saveAll() {
        isWholeWanted = false;
        fresh.clear();
        store.save(known.stream());
    }
}
