package io.plasmd.provider.release;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
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
     * @param modifiedNanos since the epoch
     * @param changedNanos of the inode, when the record was written; zero in records of older versions
     * @param inode zero likewise
     * @param making where the bytes on disk come from
     */
    public record StoredFile(
            Digest digest, long size, long modifiedNanos, long changedNanos, long inode, Making making) {

        /** What a file on disk is, whose digest is known. */
        static StoredFile of(Digest digest, FileVersion version, Making making) {
            return new StoredFile(
                    digest, version.size(), version.modifiedNanos(), version.changedNanos(), version.inode(), making);
        }

        /** Whether a file on disk is what the record was written of, so that its digest is known. */
        public boolean matches(FileVersion version) {
            return looksLike(version) && version.changedNanos() == changedNanos && version.inode() == inode;
        }

        /**
         * Whether it can be: another release that links the same file, and one that goes, moves the time of the inode's
         * change. It proves nothing.
         */
        boolean looksLike(FileVersion version) {
            return version.size() == size && version.modifiedNanos() == modifiedNanos;
        }
    }

    /** Whose the bytes of a file are. */
    public enum Making {
        /** Written by the store, for itself. */
        COPIED,
        /** Somebody else's file, of which the release has a second name. */
        LINKED,
        /** One or the other: earlier versions did not say. */
        UNKNOWN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Making parse(String text) {
            return Arrays.stream(values())
                    .filter(making -> making.text().equals(text))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    public ReleaseRecord {
        files = new TreeMap<>(files);
    }

    /** The path of the directory in which clients find it for as long as it is kept; percent-encoded, with a slash at its end. */
    public String path() {
        return UrlPath.of(Names.RELEASES, channel, arch, version) + "/";
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
