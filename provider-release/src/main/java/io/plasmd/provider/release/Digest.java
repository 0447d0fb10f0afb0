package io.plasmd.provider.release;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest. Kept for each of a hundred thousand files: as four numbers it takes a third of what its digits take. */
public final class Digest implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final int BYTES = 32;

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    /**
     * One that has been written out.
     *
     * @param hex 64 lower-case digits
     */
    public Digest(String hex) {
        this(HexFormat.of().parseHex(hex));
    }

    private Digest(byte[] sum) {
        ByteBuffer numbers = ByteBuffer.wrap(sum);
        first = numbers.getLong();
        second = numbers.getLong();
        third = numbers.getLong();
        fourth = numbers.getLong();
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** 64 lower-case digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /** What computes one, new and empty. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has to have it.
            throw new IllegalStateException(e);
        }
    }

    /** The digest of some bytes. */
    public static Digest ofContent(byte[] content) {
        return ofSum(newSha256().digest(content));
    }

    /** What a message digest has given. */
    public static Digest ofSum(byte[] sum) {
        return new Digest(sum);
    }

    /**
     * Reads 64 hexadecimal digits.
     *
     * @return empty for anything else, upper-case digits too
     */
    public static Optional<Digest> parseHex(String hex) {
        return isHex(hex) ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return text.length() == 2 * BYTES;
    }

    /** Reads what {@link #prefixed()} writes; empty for anything else. */
    public static Optional<Digest> parsePrefixed(String text) {
        return text.startsWith(PREFIX) ? parseHex(text.substring(PREFIX.length())) : Optional.empty();
    }

    /** A strong entity tag: the digest stands for every byte (RFC 9110, section 8.8.1). */
    public String etag() {
        return '"' + hex() + '"';
    }

    /** The value of a {@code Repr-Digest} field (RFC 9530, section 3). */
    public String reprDigest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(bytes()) + ":";
    }

    /** As JSON answers write it. */
    public String prefixed() {
        return PREFIX + hex();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest
                && first == digest.first
                && second == digest.second
                && third == digest.third
                && fourth == digest.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** In the order of the digits. */
    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    @Override
    public String toString() {
        return prefixed();
    }
}
