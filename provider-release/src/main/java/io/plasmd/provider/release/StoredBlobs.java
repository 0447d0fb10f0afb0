package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of all kept releases by their digests: what need not be stored, or fetched, a second time. */
final class StoredBlobs {
    private final Map<Digest, List<Blob>> byDigest = new HashMap<>();
    private final Set<Long> sizes = new HashSet<>();

    private record Blob(Path path, ReleaseRecord.StoredFile file) {}

    /** How it is known that a file still has its digest. */
    private interface Proof {
        boolean holds(ReleaseRecord.StoredFile file, FileVersion version) throws IOException;
    }

    /** A file of a kept release, which may have another name; as it was when its digest was known. */
    record Found(Path path, Inode inode, FileVersion version) {

        /** Whether a new name of it, which has moved the time of the inode's change, leads to what was found. */
        boolean is(Inode link, FileVersion now) {
            return inode.isSame(link) && version.size() == now.size() && version.modifiedNanos() == now.modifiedNanos();
        }
    }

    StoredBlobs(Releases releases) {
        for (Release release : releases.all()) {
            release.record().files().forEach((name, file) -> {
                byDigest.computeIfAbsent(file.digest(), d -> new ArrayList<>())
                        .add(new Blob(release.directory().resolve(name), file));
                sizes.add(file.size());
            });
        }
    }

    /** Whether it can be worth while to digest a file before it is copied. */
    boolean hasSize(long size) {
        return sizes.contains(size);
    }

    /** A file with a digest that is as it was when it was published, and that the store has made for itself. */
    Optional<Found> find(Digest digest, StoreTree tree) {
        return find(
                digest,
                tree,
                (file, version) -> file.matches(version)
                        // After its inode was linked or unlinked, as every release does that shares it, only its bytes
                        // can tell.
                        || (file.looksLike(version) && isStill(digest, version)));
    }

    /** The same of one that has been read: it may have been changed without a trace in its size and times. */
    Optional<Found> findRead(Digest digest, StoreTree tree) {
        return find(digest, tree, (file, version) -> isStill(digest, version));
    }

    private Optional<Found> find(Digest digest, StoreTree tree, Proof proof) {
        List<Blob> blobs = byDigest.getOrDefault(digest, List.of());
        for (Blob blob : blobs) {
            try {
                Inode inode = inode(blob);
                FileVersion version = FileVersion.read(blob.path().toRealPath());
                if (SharedFile.isOwn(inode, blob.file().making(), () -> names(blobs, inode), tree)
                        && proof.holds(blob.file(), version)) {
                    return Optional.of(new Found(blob.path(), inode, version));
                }
            } catch (IOException e) {
                // Its release has been removed meanwhile, or the disk fails: then it is stored anew.
            }
        }
        return Optional.empty();
    }

    private static boolean isStill(Digest digest, FileVersion version) throws IOException {
        return FileDigester.digest(version, bytes -> {}, () -> false)
                .filter(digest::equals)
                .isPresent();
    }

    private static Inode inode(Blob blob) throws IOException {
        return Inode.of(blob.path(), LinkOption.NOFOLLOW_LINKS);
    }

    private static int names(List<Blob> blobs, Inode inode) {
        int names = 0;
        for (Blob blob : blobs) {
            try {
                names += inode(blob).isSame(inode) ? 1 : 0;
            } catch (IOException e) {
                // As above.
            }
        }
        return names;
    }
}
