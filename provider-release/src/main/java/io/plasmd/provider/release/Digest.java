package io.plasmd.provider.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case digits
 */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

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
        return new Digest(HexFormat.of().formatHex(sum));
    }

    /**
     * Reads 64 hexadecimal digits.
     *
     * @return empty for anything else, upper-case digits too
     */
    public static Optional<Digest> parseHex(String hex) {
        return HEX.matcher(hex).matches() ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    /** Reads what {@link #prefixed()} writes; empty for anything else. */
    public static Optional<Digest> parsePrefixed(String text) {
        return text.startsWith(PREFIX) ? parseHex(text.substring(PREFIX.length())) : Optional.empty();
    }

    /** A strong entity tag: the digest stands for every byte (RFC 9110, section 8.8.1). */
    public String etag() {
        return '"' + hex + '"';
    }

    /** The value of a {@code Repr-Digest} field (RFC 9530, section 3). */
    public String reprDigest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)) + ":";
    }

    /** As JSON answers write it. */
    public String prefixed() {
        return PREFIX + hex;
    }

    /** Written out for the reason that {@link FileVersion#equals} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }
}
