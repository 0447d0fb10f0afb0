package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is there now, and what is known of it. */
public sealed class Artifact permits OtherFile {
    private final String fileName;
    private final FileVersion version;
    private final @Nullable Digest digest;
    private final boolean datedUniquely;
    private volatile @Nullable Object attachment;

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
        this.digest = digest.orElse(null);
        this.datedUniquely = datedUniquely;
    }

    /** The same with what is known of its digest by now. */
    Artifact with(Optional<Digest> known) {
        return known.equals(digest()) ? this : new Artifact(fileName, version, known, datedUniquely);
    }

    public String fileName() {
        return fileName;
    }

    /** The last part of the name: that of the directory entry, which may be a link to a file of another name. */
    String nameInDirectory() {
        return fileName.substring(fileName.lastIndexOf('/') + 1);
    }

    public FileVersion version() {
        return version;
    }

    public Optional<Digest> digest() {
        return Optional.ofNullable(digest);
    }

    /** Where it has been computed. */
    Digest knownDigest() {
        return Objects.requireNonNull(digest, fileName);
    }

    public boolean datedUniquely() {
        return datedUniquely;
    }

    public long size() {
        return version.size();
    }

    public String contentType() {
        if (fileName.endsWith(".efi")) {
            return "application/efi";
        }
        return fileName.endsWith(".iso") ? "application/vnd.efi-iso" : "application/octet-stream";
    }

    /** What whoever sends it has made of it, for the next answer. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Keeps something for as long as this version of the artifact is known. */
    public void attach(Object made) {
        attachment = made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Artifact artifact
                && datedUniquely == artifact.datedUniquely
                && fileName.equals(artifact.fileName)
                && version.equals(artifact.version)
                && Objects.equals(digest, artifact.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fileName, version, digest, datedUniquely);
    }
}
