package io.plasmd.provider.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

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

    /** Two bytes of header, what is said of the signature, and two numbers of 32 bytes at most. */
    static final int LONGEST = 128;

    private static final int HALF = 32;

    private final int type;
    private final OpenPgpKey key;
    private final byte[] digested;
    private final byte[] digest;

    private OpenPgpSignature(int type, TrustedKey signer, byte[] content) {
        this.type = type;
        this.key = new OpenPgpKey(signer);
        this.digested = digested();
        this.digest = digest(content, digested);
    }

    /** The detached signature over sums, as they are served. */
    public static byte[] over(Sums sums, SigningKey signer) {
        return new OpenPgpSignature(OF_DATA, signer.trusted(), sums.bytes()).signedBy(signer);
    }

    /**
     * The line of sums about one file, with the signature over it (section 7): {@code sha256sum -c} finds the line in it.
     *
     * @return empty for a name with a blank at its end: OpenPGP does not see it, so that the signature would be good for
     *     the line of another file
     */
    public static Optional<String> signedLine(String name, Digest digest, SigningKey signer) {
        if (name.endsWith(" ") || name.endsWith("\t")) {
            return Optional.empty();
        }
        String line = Sums.line(name, digest);
        // Without the line break, which belongs to the lines around it (section 7.2).
        String text = line.substring(0, line.length() - 1);
        byte[] signature =
                new OpenPgpSignature(OF_TEXT, signer.trusted(), text.getBytes(StandardCharsets.UTF_8)).signedBy(signer);
        return Optional.of(
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + line + Armor.of("PGP SIGNATURE", signature));
    }

    /** That a key has its user id. */
    static byte[] overKey(OpenPgpKey key, SigningKey signer) {
        byte[] userId = key.userId();
        byte[] content = new OpenPgpPacket()
                .bytes(key.digested())
                .number(0xB4, 1)
                .number(userId.length, 4)
                .bytes(userId)
                .toBytes();
        return new OpenPgpSignature(OF_USER_ID, signer.trusted(), content).signedBy(signer);
    }

    /**
     * Whether one of some keys has made a signature over sums, as {@link #over} would: what another program has made of
     * them is none here, be it right or not.
     */
    static boolean isBy(Collection<TrustedKey> keys, Sums sums, byte[] packet) {
        return keys.stream().anyMatch(key -> new OpenPgpSignature(OF_DATA, key, sums.bytes()).isSignedBy(key, packet));
    }

    /** All but the two numbers follows from the key and the sums, and so does where they are. */
    private boolean isSignedBy(TrustedKey signer, byte[] packet) {
        byte[] none = new byte[2 * HALF];
        int start = packet(none).length - 2 * Short.BYTES;
        Optional<byte[]> numbers = numbers(packet, start);
        return numbers.isPresent()
                && Arrays.equals(packet(numbers.get()), packet)
                && signer.verify(SignedText.ofOpenPgp(digest), numbers.get());
    }

    /** The two numbers from a place on, as the 64 bytes that Ed25519 has. */
    private static Optional<byte[]> numbers(byte[] packet, int start) {
        byte[] signature = new byte[2 * HALF];
        int at = start;
        for (int end = HALF; end <= signature.length; end += HALF) {
            if (at + Short.BYTES > packet.length) {
                return Optional.empty();
            }
            int bits = ((packet[at] & 0xFF) << 8) | (packet[at + 1] & 0xFF);
            int bytes = (bits + 7) / 8;
            at += Short.BYTES;
            if (bytes > HALF || at + bytes > packet.length) {
                return Optional.empty();
            }
            System.arraycopy(packet, at, signature, end - bytes, bytes);
            at += bytes;
        }
        return Optional.of(signature);
    }

    private byte[] signedBy(SigningKey signer) {
        return packet(signer.sign(SignedText.ofOpenPgp(digest)));
    }

    private byte[] packet(byte[] signature) {
        byte[] issuer = new OpenPgpPacket().subpacket(ISSUER, key.keyId()).toBytes();
        return OpenPgpPacket.of(
                OpenPgpPacket.SIGNATURE,
                new OpenPgpPacket()
                        .bytes(digested)
                        .number(issuer.length, 2)
                        .bytes(issuer)
                        .bytes(digest[0], digest[1])
                        .multiprecision(Arrays.copyOf(signature, HALF))
                        .multiprecision(Arrays.copyOfRange(signature, HALF, signature.length))
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
