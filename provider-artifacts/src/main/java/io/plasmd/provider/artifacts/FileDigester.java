package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Computes the digest of one version of a file. */
final class FileDigester {
    private static final int BUFFER_BYTES = 128 * 1024;

    private FileDigester() {}

    /**
     * Reads the whole file.
     *
     * @param cancelled asked between reads
     * @return empty where the file was no longer that version in the end, or the digest is no longer wanted
     */
    static Optional<Digest> digest(FileVersion version, BooleanSupplier cancelled) throws IOException {
        MessageDigest sha256 = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(version.path())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (cancelled.getAsBoolean()) {
                    return Optional.empty();
                }
                sha256.update(buffer, 0, read);
            }
        }
        return FileVersion.read(version.path()).equals(version)
                ? Optional.of(Digest.of(sha256.digest()))
                : Optional.empty();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(Digest.ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
