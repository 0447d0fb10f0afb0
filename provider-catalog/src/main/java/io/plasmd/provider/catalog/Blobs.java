package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Artifacts by their digests: those that clients can get by name, and those of all kept releases. */
final class Blobs {
    private final CatalogWatch watch;
    private final Digests digests;
    private final Map<Digest, Announced> announced = new ConcurrentHashMap<>();

    /** A file that a manifest has named since the last look began. */
    private record Announced(BlobFile file, long nanos) {}

    Blobs(CatalogWatch watch, Digests digests) {
        this.watch = watch;
        this.digests = digests;
    }

    /** Takes in what a manifest is about to name, since its readers may be faster than the next look. */
    void announce(List<Artifact> artifacts) {
        long lookedAt = watch.inventory().startedNanos();
        announced.values().removeIf(one -> one.nanos() - lookedAt < 0);
        for (Artifact artifact : artifacts) {
            artifact.digest()
                    .ifPresent(
                            digest -> announced.put(digest, new Announced(BlobFile.of(artifact), System.nanoTime())));
        }
    }

    /** The artifact with a digest: that of exactly the version of the file that is found. */
    Optional<Artifact> find(Digest digest) {
        Optional<Artifact> found = known(digest);
        if (found.isPresent()) {
            return found;
        }
        watch.lookAgain();
        return known(digest);
    }

    private Optional<Artifact> known(Digest digest) {
        List<BlobFile> files = new ArrayList<>(watch.inventory().blobs(digest));
        Announced fresh = announced.get(digest);
        if (fresh != null) {
            files.add(fresh.file());
        }
        return ofWhomWeTrust(files).map(file -> file.as(digest));
    }

    /**
     * One that is there, and of several one that nobody else can write to. Whoever keeps a file mapped can change it for
     * a while without a trace (mmap(2), MAP_SHARED), and is not to do so with what a manifest of others leads to.
     */
    private static Optional<BlobFile> ofWhomWeTrust(List<BlobFile> files) {
        Optional<BlobFile> first = Optional.empty();
        for (BlobFile file : files) {
            Optional<FileState> state = file.state();
            if (state.isPresent() && state.get().isOurs()) {
                return Optional.of(file);
            }
            if (state.isPresent() && first.isEmpty()) {
                first = Optional.of(file);
            }
        }
        return first;
    }

    /** Whether files are there whose digests may turn out to be any. */
    boolean isIncomplete() {
        Inventory inventory = watch.inventory();
        return !inventory.isWhole()
                || !inventory.unreadable().isEmpty()
                || inventory.isBehind()
                || inventory.hasUndigested(digests::isUnreadable)
                || digests.pending() > 0;
    }
}
