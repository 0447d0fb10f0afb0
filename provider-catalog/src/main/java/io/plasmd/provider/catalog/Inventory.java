package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that one look through the artifacts directory has found.
 *
 * @param startedNanos when the look began, by {@link System#nanoTime()}
 * @param releases those that are kept; without them while the server starts
 * @param isWhole whether the kept releases have been looked at
 * @param blobs every file whose digest is known, the one that clients can also get by its name first
 * @param undigested files whose digest is not known yet
 * @param unreadable where nobody knows what there is
 */
record Inventory(
        long startedNanos,
        Catalog catalog,
        List<KeptRelease> releases,
        boolean isWhole,
        Map<Digest, List<BlobFile>> blobs,
        Set<FileVersion> undigested,
        Unreadable unreadable) {

    static Inventory of(
            long startedNanos,
            Catalog catalog,
            List<KeptRelease> releases,
            boolean isWhole,
            Unreadable unreadable,
            Digests digests) {
        Set<BlobFile> files = new LinkedHashSet<>();
        for (Catalog.Entry entry : catalog.entries()) {
            files.add(new BlobFile(entry.artifact().fileName(), entry.artifact().version()));
        }
        // Their digests are asked for as those of all files that are served, and must not be forgotten.
        catalog.brought().forEach(file -> files.add(new BlobFile(file.fileName(), file.version())));
        releases.forEach(release -> files.addAll(release.files()));
        Map<Digest, List<BlobFile>> blobs = new HashMap<>();
        Set<FileVersion> undigested = new LinkedHashSet<>();
        for (BlobFile file : files) {
            digests.find(file.version())
                    .ifPresentOrElse(
                            digest -> blobs.computeIfAbsent(digest, d -> new ArrayList<>())
                                    .add(file),
                            () -> undigested.add(file.version()));
        }
        return new Inventory(startedNanos, catalog, releases, isWhole, blobs, undigested, unreadable);
    }

    /** Every version of a file that is there. */
    Set<FileVersion> versions() {
        Set<FileVersion> versions = new LinkedHashSet<>(undigested);
        blobs.values().forEach(files -> files.forEach(file -> versions.add(file.version())));
        return versions;
    }
}
