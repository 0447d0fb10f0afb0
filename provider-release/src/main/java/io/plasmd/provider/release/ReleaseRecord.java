package io.plasmd.provider.release;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a release consists of, as it was when it was published.
 *
 * @param createdAt when it was published, in whole seconds
 * @param previous the version that was current until then
 * @param files by name
 */
public record ReleaseRecord(
        String version,
        String channel,
        String arch,
        Instant createdAt,
        Optional<String> previous,
        SortedMap<String, StoredFile> files) {

    /**
     * One file of a release.
     *
     * @param size in bytes
     * @param modifiedNanos since the epoch; a file whose size or time differs now is not the file that was published
     */
    public record StoredFile(Digest digest, long size, long modifiedNanos) {

        /** Whether a file on disk is still what was published. */
        public boolean matches(FileVersion version) {
            return version.size() == size && version.modifiedNanos() == modifiedNanos;
        }
    }

    public ReleaseRecord {
        files = new TreeMap<>(files);
    }

    /** The sum of all sizes in bytes. */
    public long totalSize() {
        return files.values().stream().mapToLong(StoredFile::size).sum();
    }

    /** Whether a client gets the same bytes under the same names from another one. */
    boolean sameContent(SortedMap<String, StoredFile> others) {
        return digests(files).equals(digests(others));
    }

    /** Whether it consists of just these files. */
    boolean describes(SortedMap<String, Manifest.Content> contents) {
        SortedMap<String, Manifest.Content> own = new TreeMap<>();
        files.forEach((name, file) -> own.put(name, new Manifest.Content(file.digest(), file.size())));
        return own.equals(contents);
    }

    private static SortedMap<String, Digest> digests(SortedMap<String, StoredFile> files) {
        SortedMap<String, Digest> digests = new TreeMap<>();
        files.forEach((name, file) -> digests.put(name, file.digest()));
        return digests;
    }
}
