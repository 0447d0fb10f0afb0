package io.plasmd.provider.netboot.boots;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Names of boots, and what only the machine knows that was given the script. */
final class Tokens {
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    /** A guess in 2^128 that is right is none that anybody makes. */
    private static final int TOKEN_BYTES = 16;
    /** Not secret, but whoever guesses one could have a boot seem further than it is. */
    private static final int ID_BYTES = 8;

    private final SecureRandom random = new SecureRandom();

    String token() {
        return TEXT.encodeToString(bytes(TOKEN_BYTES));
    }

    String id() {
        return HexFormat.of().formatHex(bytes(ID_BYTES));
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static String digest(String token) {
        try {
            return TEXT.encodeToString(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In a time that does not depend on where they differ. */
    static boolean areEqual(String digest, String other) {
        return MessageDigest.isEqual(digest.getBytes(US_ASCII), other.getBytes(US_ASCII));
    }
}
