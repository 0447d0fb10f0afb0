package io.plasmd.provider.release;

import java.util.Base64;
import java.util.Optional;

/**
 * One signature of a manifest.
 *
 * @param keyId as {@link TrustedKey#id()} gives it
 * @param base64 its 64 bytes
 */
record ManifestSignature(String keyId, String base64) {

    /**
     * What is no Base64 cannot be a signature either, and neither what a decoder only forgives: without its padding,
     * or with bits set that no byte needs (RFC 4648 section 3.5), one signature would have many spellings.
     */
    byte[] value() {
        try {
            byte[] value = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().encodeToString(value).equals(base64) ? value : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The key that its id names; what has no key of this kind is for later versions. */
    Optional<TrustedKey> namedKey() {
        try {
            return TrustedKey.isId(keyId) ? Optional.of(TrustedKey.read(keyId)) : Optional.empty();
        } catch (ReleaseException e) {
            return Optional.empty();
        }
    }
}
