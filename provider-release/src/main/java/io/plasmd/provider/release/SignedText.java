package io.plasmd.provider.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that a signature is made over. There are three kinds, and no others are ever signed: the text of one kind is as
 * no text of another kind can be, so that a signature under one is worth nothing under the other, whatever names of
 * files, channels and servers somebody chose.
 *
 * <ul>
 *   <li>A manifest is canonical JSON (RFC 8785) of an object, which begins with a brace. What it is, it says by its
 *       member {@code manifest_version}: no other JSON is signed.
 *   <li>Sums have a line before them that names the product, the purpose and the version of that purpose, and the place:
 *       the sums of one channel are none of another.
 *   <li>OpenPGP signs a digest (RFC 9580, section 5.2.4), here of SHA-512. Its 64 bytes are less than the other kinds have
 *       at least, and nobody can choose them.
 * </ul>
 *
 * Nor can any be mistaken for what else an Ed25519 key may sign: certificates begin with the byte 0x30, TLS 1.3 with 64
 * blanks (RFC 8446, section 4.4.3), SSH with {@code SSHSIG}. What is to be signed in the future gets a beginning of its own
 * here.
 */
final class SignedText {
    static final String MANIFEST = "{";
    static final String SUMS = "provider-sha256sums-v1 ";

    /** No one of them begins with another. */
    static final List<String> DOMAINS = List.of(MANIFEST, SUMS);

    private static final int OPEN_PGP_BYTES = 64;

    private final byte[] bytes;

    private SignedText(String domain, byte[] bytes) {
        byte[] beginning = domain.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < beginning.length; i++) {
            if (i >= bytes.length || bytes[i] != beginning[i]) {
                throw new IllegalArgumentException("this does not begin with " + domain);
            }
        }
        this.bytes = bytes;
    }

    /**
     * The text of a manifest.
     *
     * @param canonicalJson which nobody else has: of 50,000 artifacts it is 20 MB, and not copied
     */
    static SignedText ofManifest(byte[] canonicalJson) {
        return new SignedText(MANIFEST, canonicalJson);
    }

    /** The text of sums: {@code provider-sha256sums-v1 stable/x86_64}, a line feed, and the sums as they are served. */
    static SignedText ofSums(Sums sums) {
        var text = new ByteArrayOutputStream();
        text.writeBytes((SUMS + sums.place() + "\n").getBytes(StandardCharsets.US_ASCII));
        text.writeBytes(sums.bytes());
        return new SignedText(SUMS, text.toByteArray());
    }

    /** The digest of what OpenPGP signs. */
    static SignedText ofOpenPgp(byte[] sha512) {
        if (sha512.length != OPEN_PGP_BYTES) {
            throw new IllegalArgumentException("this is no SHA-512");
        }
        return new SignedText("", sha512.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean isSame(SignedText other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** Hands it to what signs or checks it. */
    void update(Signature signature) throws SignatureException {
        signature.update(bytes);
    }
}
