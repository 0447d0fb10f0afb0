package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Releases;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Published files that other releases link: each release that comes or goes moves the time of the inode's change. Where
 * all else is the same and the number of links shows it, the digest goes on being told while it is computed anew, so that
 * a manifest is not withheld with each {@code publish} until gigabytes have been read. Nothing is sent to its end
 * meanwhile that has not been proved ({@link FileWatch}).
 */
final class Relinked {
    /** By the words that the version has: a path of its own for each of 50,000 files is 8 MB. */
    private final Map<FilePlace, Known> last = new ConcurrentHashMap<>();

    private record Known(FileVersion version, Digest digest, long links) {}

    /** Takes note of a digest that has become known. */
    void known(FileVersion version, Digest digest) {
        if (Releases.directoryOf(version.directory()).isEmpty()) {
            return;
        }
        try {
            FileState state = FileState.at(version.path(), LinkOption.NOFOLLOW_LINKS);
            if (version.matches(state)) {
                last.put(FilePlace.of(version), new Known(version, digest, state.links()));
            }
        } catch (IOException e) {
            last.remove(FilePlace.of(version));
        }
    }

    /** The digest of a version that can only differ from the last one by its links. */
    Optional<Digest> digest(FileVersion version) {
        Known before = last.get(FilePlace.of(version));
        if (before == null
                || version.inode() == 0
                || version.inode() != before.version().inode()
                || version.size() != before.version().size()
                || version.modifiedNanos() != before.version().modifiedNanos()) {
            return Optional.empty();
        }
        try {
            FileState state = FileState.at(version.path(), LinkOption.NOFOLLOW_LINKS);
            return version.matches(state) && state.links() != before.links()
                    ? Optional.of(before.digest())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void forget(Predicate<Path> gone) {
        last.values().removeIf(known -> gone.test(known.version().path()));
    }
}
