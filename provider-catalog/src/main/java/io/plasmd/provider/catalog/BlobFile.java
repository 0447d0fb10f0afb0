package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file that may be asked for by digest.
 *
 * @param name by which its type is told
 */
record BlobFile(String name, FileVersion version) {

    static BlobFile of(Artifact artifact) {
        return new BlobFile(artifact.fileName(), artifact.version());
    }

    /** What it is now, if its path, which had no symbolic links in it, still has none, and leads to this version. */
    Optional<FileState> state() {
        try {
            if (version.path().toRealPath().equals(version.path())) {
                return Optional.of(FileState.at(version.path(), LinkOption.NOFOLLOW_LINKS))
                        .filter(version::matches);
            }
        } catch (IOException e) {
            // It is gone, then.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A date can mean no other version: under its digest a file never changes. */
    Artifact as(Digest digest) {
        return new Artifact(name, version, Optional.of(digest), true);
    }

    /** Written out for the reason that {@link FileVersion#equals} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlobFile file && name.equals(file.name) && version.equals(file.version);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + version.hashCode();
    }
}
