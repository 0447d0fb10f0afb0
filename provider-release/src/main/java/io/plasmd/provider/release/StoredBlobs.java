package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
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

    /** A file with a digest, which has been read: it may have been changed without a trace in its size and time. */
    Optional<Path> findRead(Digest digest) {
        for (Blob blob : byDigest.getOrDefault(digest, List.of())) {
            try {
                // A link in its place may lead to a file that others can write.
                FileVersion version = FileVersion.read(blob.path());
                if (Files.isRegularFile(blob.path(), LinkOption.NOFOLLOW_LINKS)
                        && FileDigester.digest(version, bytes -> {}, () -> false)
                                .filter(digest::equals)
                                .isPresent()) {
                    return Optional.of(version.path());
                }
            } catch (IOException e) {
                // As below.
            }
        }
        return Optional.empty();
    }

    /** A file with a digest that is as it was when it was published. */
    Optional<Path> find(Digest digest) {
        for (Blob blob : byDigest.getOrDefault(digest, List.of())) {
            try {
                Path path = blob.path().toRealPath();
                if (blob.file().matches(FileVersion.read(path))) {
                    return Optional.of(path);
                }
            } catch (IOException e) {
                // Its release has been removed meanwhile, or the disk fails: then it is stored anew.
            }
        }
        return Optional.empty();
    }
}
