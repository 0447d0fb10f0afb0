package io.plasmd.provider.catalog;

import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.List;

/**
 * A manifest that has been made. Of many files it has megabytes, so it is let go where memory is short: from the same
 * source the same one is made again.
 *
 * @param datedUniquely whether the one before it had another date
 * @param isFetched whether another provider made it
 * @param renewal when it is to be replaced though nothing has changed
 */
record MadeManifest(
        ManifestSource source,
        String version,
        Instant createdAt,
        Instant expiresAt,
        List<String> keyIds,
        boolean datedUniquely,
        boolean isFetched,
        Instant renewal,
        SoftReference<Document> document) {

    boolean isFor(ManifestSource now, Instant time) {
        return source.equals(now) && time.isBefore(renewal);
    }

    Manifests.Place place() {
        return source.place();
    }
}
