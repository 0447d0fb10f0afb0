package io.plasmd.provider.release;

import io.plasmd.provider.release.ReleaseRecord.StoredFile;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The files of all records by their inodes: a publish that links a tree which is kept already moves the last change of each
 * of its inodes, and for each file some record has to be found that knows it. Safe for use by several threads.
 */
final class LinkedFiles {
    private static final Comparator<StoredFile> BY_INODE = Comparator.comparingLong(StoredFile::inode);

    /** Records are read anew where a file is in none of them, but not for each of tens of thousands. */
    private static final long BETWEEN_READS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Stream<StoredFile>> all;
    private StoredFile[] sorted = {};
    private long readNanos = System.nanoTime() - BETWEEN_READS_NANOS;

    /** @param all those of all records, as of now */
    LinkedFiles(Supplier<Stream<StoredFile>> all) {
        this.all = all;
    }

    /**
     * The digest of a file that is as it was when one of the records was written. What a record that has gone since says of
     * it still holds.
     */
    Optional<Digest> digest(FileVersion version) {
        if (version.inode() == 0) {
            return Optional.empty();
        }
        return find(known(), version).or(() -> find(readIfTime(), version));
    }

    private synchronized StoredFile[] known() {
        return sorted;
    }

    private synchronized StoredFile[] readIfTime() {
        if (System.nanoTime() - readNanos >= BETWEEN_READS_NANOS) {
            sorted =
                    all.get().filter(file -> file.inode() != 0).sorted(BY_INODE).toArray(StoredFile[]::new);
            readNanos = System.nanoTime();
        }
        return sorted;
    }

    private static Optional<Digest> find(StoredFile[] sorted, FileVersion version) {
        for (int at = first(sorted, version.inode());
                at < sorted.length && sorted[at].inode() == version.inode();
                at++) {
            if (sorted[at].matches(version)) {
                return Optional.of(sorted[at].digest());
            }
        }
        return Optional.empty();
    }

    /** Of those of an inode: several releases can have linked it. */
    private static int first(StoredFile[] sorted, long inode) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle].inode() < inode) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
