package io.plasmd.provider.artifacts;

import java.util.Base64;
import java.util.HexFormat;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case digits
 */
record Digest(String hex) {
    static final String ALGORITHM = "SHA-256";

    static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    /** A strong entity tag: the digest stands for every byte (RFC 9110, section 8.8.1). */
    String etag() {
        return '"' + hex + '"';
    }

    /** The value of a {@code Repr-Digest} field (RFC 9530, section 3). */
    String reprDigest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)) + ":";
    }

    /** As JSON answers write it. */
    String prefixed() {
        return "sha256:" + hex;
    }
}
