package io.plasmd.provider.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Signatures of OpenPGP (RFC 9580, section 5.2.3), version 4. They follow from the key and the text alone. What they are over
 * is made here, from digests: nothing that somebody brought.
 */
public final class OpenPgpSignature {
    private static final int OF_DATA = 0x00;
    private static final int OF_TEXT = 0x01;
    private static final int OF_USER_ID = 0x13;

    private static final int SHA512 = 10;

    private static final int CREATION_TIME = 2;
    private static final int ISSUER = 16;
    private static final int KEY_FLAGS = 27;
    private static final int ISSUER_FINGERPRINT = 33;

    /** It may certify its own name, and sign. */
    private static final byte[] CERTIFIES_AND_SIGNS = {0x03};

    private final int type;
    private final SigningKey signer;
    private final OpenPgpKey key;

    private OpenPgpSignature(int type, SigningKey signer) {
        this.type = type;
        this.signer = signer;
        this.key = new OpenPgpKey(signer.trusted());
    }

    /** The detached signature over sums, as they are served. */
    public static byte[] over(Sums sums, SigningKey signer) {
        return new OpenPgpSignature(OF_DATA, signer).packet(sums.bytes());
    }

    /** The line of sums about one file, with the signature over it (section 7): {@code sha256sum -c} finds the line in it. */
    public static String signedLine(String name, Digest digest, SigningKey signer) {
        String line = Sums.line(name, digest);
        byte[] signature = new OpenPgpSignature(OF_TEXT, signer).packet(canonical(line));
        return "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + line + Armor.of("PGP SIGNATURE", signature);
    }

    /** Without blanks at its end, and without the line break: that one belongs to the lines around it (section 7.2). */
    private static byte[] canonical(String line) {
        return line.replaceFirst("[ \t\r\n]+$", "").getBytes(StandardCharsets.UTF_8);
    }

    /** That a key has its user id. */
    static byte[] overKey(OpenPgpKey key, SigningKey signer) {
        byte[] userId = key.userId();
        return new OpenPgpSignature(OF_USER_ID, signer)
                .packet(new OpenPgpPacket()
                        .bytes(key.digested())
                        .number(0xB4, 1)
                        .number(userId.length, 4)
                        .bytes(userId)
                        .toBytes());
    }

    private byte[] packet(byte[] content) {
        byte[] digested = digested();
        byte[] digest = digest(content, digested);
        byte[] signature = signer.sign(SignedText.ofOpenPgp(digest));
        int half = signature.length / 2;
        byte[] issuer = new OpenPgpPacket().subpacket(ISSUER, key.keyId()).toBytes();
        return OpenPgpPacket.of(
                OpenPgpPacket.SIGNATURE,
                new OpenPgpPacket()
                        .bytes(digested)
                        .number(issuer.length, 2)
                        .bytes(issuer)
                        .bytes(digest[0], digest[1])
                        .multiprecision(Arrays.copyOf(signature, half))
                        .multiprecision(Arrays.copyOfRange(signature, half, signature.length))
                        .toBytes());
    }

    /** What is said of the signature, and signed with it. */
    private byte[] digested() {
        var said = new OpenPgpPacket()
                .subpacket(ISSUER_FINGERPRINT, fingerprint())
                .subpacket(
                        CREATION_TIME,
                        new OpenPgpPacket().number(OpenPgpKey.CREATED, 4).toBytes());
        if (type == OF_USER_ID) {
            said.subpacket(KEY_FLAGS, CERTIFIES_AND_SIGNS);
        }
        byte[] subpackets = said.toBytes();
        return new OpenPgpPacket()
                .number(OpenPgpKey.VERSION, 1)
                .number(type, 1)
                .number(OpenPgpKey.EDDSA_LEGACY, 1)
                .number(SHA512, 1)
                .number(subpackets.length, 2)
                .bytes(subpackets)
                .toBytes();
    }

    private byte[] fingerprint() {
        return new OpenPgpPacket()
                .number(OpenPgpKey.VERSION, 1)
                .bytes(key.fingerprint())
                .toBytes();
    }

    /** Section 5.2.4. */
    private static byte[] digest(byte[] content, byte[] digested) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(content);
            sha512.update(digested);
            sha512.update(new OpenPgpPacket()
                    .number(OpenPgpKey.VERSION, 1)
                    .number(0xFF, 1)
                    .number(digested.length, 4)
                    .toBytes());
            return sha512.digest();
        } catch (NoSuchAlgorithmException e) {
            // Part of the JDK.
            throw new IllegalStateException(e);
        }
    }
}
