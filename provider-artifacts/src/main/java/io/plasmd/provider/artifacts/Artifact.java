package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is there now, and what is known of it. */
final class Artifact {
    private final String fileName;
    private final FileVersion version;
    private final Optional<Digest> digest;
    private final boolean datedUniquely;
    /** Made for the first request: of thousands of artifacts most are asked for by nobody. */
    private volatile @Nullable ArtifactFields fields;

    /**
     * One version of a file.
     *
     * @param fileName the name on disk, also when it was asked for by role
     * @param digest empty until it has been computed
     * @param datedUniquely whether no other version of it that this server has met was changed in the same second, so
     *     that its date alone tells it from all others (RFC 9110, section 8.8.2.2)
     */
    Artifact(String fileName, FileVersion version, Optional<Digest> digest, boolean datedUniquely) {
        this.fileName = fileName;
        this.version = version;
        this.digest = digest;
        this.datedUniquely = datedUniquely;
    }

    String fileName() {
        return fileName;
    }

    FileVersion version() {
        return version;
    }

    Optional<Digest> digest() {
        return digest;
    }

    boolean datedUniquely() {
        return datedUniquely;
    }

    long size() {
        return version.size();
    }

    String contentType() {
        if (fileName.endsWith(".efi")) {
            return "application/efi";
        }
        return fileName.endsWith(".iso") ? "application/vnd.efi-iso" : "application/octet-stream";
    }

    ArtifactFields fields() {
        ArtifactFields made = fields;
        if (made == null || made.isAhead(Instant.now())) {
            made = new ArtifactFields(this);
            fields = made;
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Artifact artifact
                && datedUniquely == artifact.datedUniquely
                && fileName.equals(artifact.fileName)
                && version.equals(artifact.version)
                && digest.equals(artifact.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fileName, version, digest, datedUniquely);
    }
}
