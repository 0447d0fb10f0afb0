package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.util.Optional;

/**
 * A file that is there now, and what is known of it.
 *
 * @param fileName the name on disk, also when it was asked for by role
 * @param digest empty until it has been computed
 * @param datedUniquely whether no other version of it that this server has met was changed in the same second, so that
 *     its date alone tells it from all others (RFC 9110, section 8.8.2.2)
 */
record Artifact(String fileName, FileVersion version, Optional<Digest> digest, boolean datedUniquely) {

    long size() {
        return version.size();
    }

    Validators validators() {
        return new Validators(digest.map(Digest::etag), Optional.of(version.modifiedSecond()), datedUniquely);
    }

    String contentType() {
        if (fileName.endsWith(".efi")) {
            return "application/efi";
        }
        return fileName.endsWith(".iso") ? "application/vnd.efi-iso" : "application/octet-stream";
    }
}
