package io.plasmd.provider.release;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which manifests a client believes: signed by one of these keys and in force. Without a key every one that is in force,
 * for those who only want to know that nothing was damaged on the way.
 */
public record Trust(List<TrustedKey> keys) {

    public Trust {
        keys = List.copyOf(keys);
    }

    /** Believes signatures by these keys, of which there has to be one. */
    public static Trust in(Collection<TrustedKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key");
        }
        return new Trust(List.copyOf(keys));
    }

    /** Believes what nobody has signed. */
    public static Trust inAnyone() {
        return new Trust(List.of());
    }

    /**
     * Checks a manifest: the signature first, since nothing else that it says counts without it.
     *
     * @return the key that has signed it; empty where none was asked for
     */
    public Optional<TrustedKey> require(SignedManifest manifest, Instant now) throws ReleaseException {
        Optional<TrustedKey> signer = requireSigner(manifest);
        manifest.requireInForce(now);
        return signer;
    }

    /** Checks its signature alone. */
    Optional<TrustedKey> requireSigner(SignedManifest manifest) throws ReleaseException {
        return keys.isEmpty() ? Optional.empty() : Optional.of(manifest.requireSignedBy(keys));
    }

    /** The same of a signature of OpenPGP. */
    boolean believesOpenPgp(byte[] signature, SignedManifest manifest) {
        List<TrustedKey> believed = keys.isEmpty() ? manifest.namedKeys() : keys;
        return OpenPgpSignature.isBy(believed, Sums.of(manifest.manifest()), signature);
    }

    /** Whether a signature over the sums of what a manifest describes is by a key that is believed. */
    boolean believes(byte[] sumsSignature, SignedManifest manifest) {
        Sums sums = Sums.of(manifest.manifest());
        return keys.isEmpty() ? sums.isSignedAs(manifest, sumsSignature) : sums.isSignedBy(keys, sumsSignature);
    }
}
