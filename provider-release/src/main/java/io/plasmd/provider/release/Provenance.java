package io.plasmd.provider.release;

import java.util.Optional;

/**
 * What a release was fetched with, and is passed on with.
 *
 * @param manifest as it was signed at its origin
 * @param sumsSignature the origin's, over the sums of what the manifest describes; empty where it gave none that fits
 * @param condition asked with the lock of the store, since somebody else may have fetched something newer meanwhile
 */
record Provenance(SignedManifest manifest, Optional<byte[]> sumsSignature, Condition condition) {

    /** Throws where this is no longer to be put in place. */
    interface Condition {
        void require() throws ReleaseException;
    }
}
