package io.plasmd.provider.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 public key as OpenPGP has it: version 4 with the algorithm EdDSALegacy (RFC 9580, section 5.5.5.5), which every
 * GnuPG of the last ten years reads. It has nothing in it that does not follow from the key, so that it can be made again.
 */
final class OpenPgpKey {
    static final int VERSION = 4;
    static final int EDDSA_LEGACY = 22;

    /**
     * When every key and every signature was made, in seconds since 1970, as far as OpenPGP is told: GnuPG refuses what is
     * from the future, and a machine that boots may have no clock yet; and the same sums are to have the same signature.
     */
    static final long CREATED = 1;

    /** 1.3.6.1.4.1.11591.15.1, with its length in front. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("092b06010401da470f01");

    /** Before a point in its native form (section 11.2.2). */
    private static final byte[] NATIVE_POINT = {0x40};

    private final TrustedKey key;
    private final byte[] body;

    OpenPgpKey(TrustedKey key) {
        this.key = key;
        byte[] point = new OpenPgpPacket().bytes(NATIVE_POINT).bytes(key.raw()).toBytes();
        body = new OpenPgpPacket()
                .number(VERSION, 1)
                .number(CREATED, 4)
                .number(EDDSA_LEGACY, 1)
                .bytes(ED25519)
                .multiprecision(point)
                .toBytes();
    }

    /** As it is digested, for its fingerprint and for signatures over it (section 5.5.4.2). */
    byte[] digested() {
        return new OpenPgpPacket()
                .number(0x99, 1)
                .number(body.length, 2)
                .bytes(body)
                .toBytes();
    }

    /** 20 bytes. */
    byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-1").digest(digested());
        } catch (NoSuchAlgorithmException e) {
            // Every Java has it.
            throw new IllegalStateException(e);
        }
    }

    /** The end of the fingerprint. */
    byte[] keyId() {
        byte[] fingerprint = fingerprint();
        return Arrays.copyOfRange(fingerprint, fingerprint.length - 8, fingerprint.length);
    }

    /** No person has it, and no address. */
    byte[] userId() {
        return ("provider " + key.id()).getBytes(StandardCharsets.US_ASCII);
    }

    /** What others take into their keyrings: the key, its name, and the signature that binds them. */
    static byte[] certificate(SigningKey signer) {
        var key = new OpenPgpKey(signer.trusted());
        return new OpenPgpPacket()
                .bytes(OpenPgpPacket.of(OpenPgpPacket.PUBLIC_KEY, key.body))
                .bytes(OpenPgpPacket.of(OpenPgpPacket.USER_ID, key.userId()))
                .bytes(OpenPgpSignature.overKey(key, signer))
                .toBytes();
    }
}
