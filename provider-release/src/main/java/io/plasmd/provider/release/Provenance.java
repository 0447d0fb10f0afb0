package io.plasmd.provider.release;

/**
 * What a release was fetched with, and is passed on with.
 *
 * @param manifest as it was signed at its origin
 * @param signatures the origin's, over the sums of what the manifest describes
 * @param condition asked with the lock of the store, since somebody else may have fetched something newer meanwhile
 */
record Provenance(SignedManifest manifest, SumsSignatures signatures, Condition condition) {

    /** Throws where this is no longer to be put in place. */
    interface Condition {
        void require() throws ReleaseException;
    }
}
