package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 public key that a client believes.
 *
 * @param id {@code ed25519:} and the 32 bytes of the key in hexadecimal digits
 */
public record TrustedKey(String id, PublicKey key) {
    static final String ALGORITHM = "Ed25519";
    private static final String PREFIX = "ed25519:";
    private static final int RAW_BYTES = 32;

    /** Of every Ed25519 signature. */
    static final int SIGNATURE_BYTES = 64;

    /** What X.509 puts before the 32 bytes of the key (RFC 8410, section 4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    static TrustedKey of(PublicKey key) {
        byte[] x509 = key.getEncoded();
        return new TrustedKey(PREFIX + HexFormat.of().formatHex(x509, x509.length - RAW_BYTES, x509.length), key);
    }

    /**
     * Reads a key as a person gives it: the name of a PEM file, or an id.
     *
     * @throws ReleaseException where it is neither
     */
    public static TrustedKey read(String fileOrId) throws ReleaseException {
        if (isId(fileOrId)) {
            return ofId(fileOrId);
        }
        Path file = Path.of(fileOrId);
        try {
            return ofX509(Pem.read(file, "PUBLIC KEY"));
        } catch (IOException e) {
            throw new ReleaseException("cannot read the public key " + file + ": " + Pem.reason(e), e);
        } catch (GeneralSecurityException e) {
            throw new ReleaseException(file + " is no Ed25519 public key", e);
        }
    }

    /** Its 32 bytes (RFC 8032, section 5.1.5). */
    byte[] raw() {
        byte[] x509 = key.getEncoded();
        return Arrays.copyOfRange(x509, x509.length - RAW_BYTES, x509.length);
    }

    /** Whether a text is meant to be an id. */
    static boolean isId(String text) {
        return text.startsWith(PREFIX);
    }

    private static TrustedKey ofId(String id) throws ReleaseException {
        try {
            byte[] raw = HexFormat.of().parseHex(id, PREFIX.length(), id.length());
            byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + raw.length);
            System.arraycopy(raw, 0, x509, X509_PREFIX.length, raw.length);
            return ofX509(x509);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ReleaseException(
                    "\"" + HumanText.printable(id) + "\" is no key id: expected ed25519: and 64 hexadecimal digits", e);
        }
    }

    private static TrustedKey ofX509(byte[] x509) throws GeneralSecurityException {
        return of(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509)));
    }

    /** Whether a signature over a text was made with the private half of this key. */
    boolean verify(SignedText text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance(ALGORITHM);
            ed25519.initVerify(key);
            text.update(ed25519);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of the wrong length, or no point of the curve.
            return false;
        }
    }

    /** The key as a PEM file has it. */
    String pem() {
        return Pem.write("PUBLIC KEY", key.getEncoded());
    }
}
