package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the last look through the artifacts directory has found. Never changes. */
final class Inventory {
    private final long startedNanos;
    private final Catalog catalog;
    private final List<KeptRelease> releases;
    private final boolean isWhole;
    private final Unreadable unreadable;
    private final Digests digests;
    /** Made for the first client that asks by digest. */
    private volatile @Nullable BlobIndex blobs;

    /**
     * What there is.
     *
     * @param startedNanos when the look began, by {@link System#nanoTime()}
     * @param releases those that are kept
     * @param isWhole whether all has been looked at, as it has not been while the server starts
     * @param unreadable where nobody knows what there is
     */
    Inventory(
            long startedNanos,
            Catalog catalog,
            List<KeptRelease> releases,
            boolean isWhole,
            Unreadable unreadable,
            Digests digests) {
        this.startedNanos = startedNanos;
        this.catalog = catalog;
        this.releases = List.copyOf(releases);
        this.isWhole = isWhole;
        this.unreadable = unreadable;
        this.digests = digests;
    }

    long startedNanos() {
        return startedNanos;
    }

    Catalog catalog() {
        return catalog;
    }

    List<KeptRelease> releases() {
        return releases;
    }

    boolean isWhole() {
        return isWhole;
    }

    Unreadable unreadable() {
        return unreadable;
    }

    /** Whether another look, which found these, has found nothing new. */
    boolean hasAll(List<ArtifactDirectory> directories, List<KeptRelease> kept, Unreadable unknown) {
        return isWhole
                && areSame(catalog.directories(), directories)
                && areSame(releases, kept)
                && unreadable.equals(unknown);
    }

    @SuppressWarnings("ReferenceEquality") // what has not changed is the same object
    private static <T> boolean areSame(List<T> some, List<T> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The files with a digest; those that clients can also get by a name first. */
    List<BlobFile> blobs(Digest digest) {
        BlobIndex index = blobs;
        if (index == null || (isBehind(index) && index.hasRested())) {
            long before = System.nanoTime();
            long learned = digests.learned();
            index = new BlobIndex(digested(), learned, before);
            blobs = index;
        }
        return index.of(digest);
    }

    /** All files of which the digest is known by now. */
    private List<Artifact> digested() {
        List<Artifact> all = new ArrayList<>();
        eachArtifact(artifact -> {
            Optional<Digest> known = digests.of(artifact.version());
            if (known.isPresent()) {
                all.add(artifact.with(known));
            }
        });
        eachKept(file -> digests.of(file.version()).ifPresent(known -> all.add(file.as(known))));
        return all;
    }

    private boolean isBehind(BlobIndex index) {
        return index.learned() != digests.learned();
    }

    /** Whether a digest that was not found may have become known since. */
    boolean isBehind() {
        BlobIndex index = blobs;
        return index != null && isBehind(index);
    }

    /** Whether there are files whose digest is still to come. */
    boolean hasUndigested(Predicate<FileVersion> isHopeless) {
        for (ArtifactDirectory directory : catalog.directories()) {
            if (directory.uncertain() > 0 && hasUndigested(directory, isHopeless)) {
                return true;
            }
        }
        return releases.stream()
                .flatMap(release -> release.files().stream())
                .anyMatch(file -> isUndigested(file.version(), isHopeless));
    }

    private boolean hasUndigested(ArtifactDirectory directory, Predicate<FileVersion> isHopeless) {
        return Stream.concat(directory.artifacts().stream(), directory.brought().stream())
                .anyMatch(artifact -> isUndigested(artifact.version(), isHopeless));
    }

    private boolean isUndigested(FileVersion version, Predicate<FileVersion> isHopeless) {
        return digests.of(version).isEmpty() && !isHopeless.test(version);
    }

    /** Has the digests of all releases looked up, or computed; those of the rest have been asked for when it was found. */
    void askForDigests() {
        eachKept(file -> {
            Optional<Digest> ignored = digests.find(file.version());
        });
    }

    /** Every version of a file that is there. */
    Set<FileVersion> versions() {
        Set<FileVersion> versions = new HashSet<>();
        eachArtifact(artifact -> versions.add(artifact.version()));
        eachKept(file -> versions.add(file.version()));
        return versions;
    }

    private void eachArtifact(Consumer<Artifact> use) {
        for (ArtifactDirectory directory : catalog.directories()) {
            directory.artifacts().forEach(use);
        }
        // Their digests are asked for as those of all files that are served, and must not be forgotten.
        for (ArtifactDirectory directory : catalog.directories()) {
            directory.brought().forEach(use);
        }
    }

    private void eachKept(Consumer<BlobFile> use) {
        releases.forEach(release -> release.files().forEach(use));
    }
}
