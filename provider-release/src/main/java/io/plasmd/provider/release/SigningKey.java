package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** An Ed25519 key pair that signs manifests and sums, see {@link SignedText}. */
public final class SigningKey {
    private final PrivateKey key;
    private final TrustedKey trusted;

    private SigningKey(PrivateKey key, TrustedKey trusted) {
        this.key = key;
        this.trusted = trusted;
    }

    /** A new pair from the system's source of randomness. */
    static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(TrustedKey.ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), TrustedKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            // Part of the JDK since 15.
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a private key.
     *
     * @param file PKCS#8 in PEM (RFC 7468, RFC 8410), as {@code provider keygen} and {@code openssl genpkey} write it
     */
    public static SigningKey read(Path file) throws ReleaseException {
        try {
            byte[] pkcs8 = Pem.read(file, "PRIVATE KEY");
            PrivateKey key =
                    KeyFactory.getInstance(TrustedKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new SigningKey(key, TrustedKey.of(publicHalf(key)));
        } catch (IOException e) {
            throw new ReleaseException("cannot read the private key " + file + ": " + Pem.reason(e), e);
        } catch (GeneralSecurityException e) {
            throw new ReleaseException(
                    file + " is no Ed25519 private key in PKCS#8; make one with: provider keygen", e);
        }
    }

    /**
     * A private key file has no public key in it, and the JDK has no way to compute one; but its generator does nothing
     * else to the random bytes that it draws, and those are the private key (RFC 8032, section 5.1.5).
     */
    private static PublicKey publicHalf(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> new GeneralSecurityException("no key"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(TrustedKey.ALGORITHM);
        generator.initialize(255, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        return generator.generateKeyPair().getPublic();
    }

    /** The public half. */
    public TrustedKey trusted() {
        return trusted;
    }

    /** The detached signature over sums, 64 bytes; the same each time (RFC 8032 draws no random numbers). */
    public byte[] sign(Sums sums) {
        return sign(SignedText.ofSums(sums));
    }

    /** Signs what has a domain, and nothing else. */
    byte[] sign(SignedText text) {
        try {
            Signature ed25519 = Signature.getInstance(TrustedKey.ALGORITHM);
            ed25519.initSign(key);
            text.update(ed25519);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            // The key was made for this algorithm.
            throw new IllegalStateException(e);
        }
    }

    /** The key as a PEM file has it. */
    String pem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }
}
