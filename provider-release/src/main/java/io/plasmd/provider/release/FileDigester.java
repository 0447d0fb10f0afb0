package io.plasmd.provider.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Computes the digest of one version of a file. */
public final class FileDigester {
    private static final int BUFFER_BYTES = 128 * 1024;

    private FileDigester() {}

    /**
     * Reads the whole file.
     *
     * @param progress told of every read, in bytes
     * @param cancelled asked between reads
     * @return empty where the file was no longer that version in the end, or the digest is no longer wanted
     */
    public static Optional<Digest> digest(FileVersion version, LongConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(version.path())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (cancelled.getAsBoolean()) {
                    return Optional.empty();
                }
                sha256.update(buffer, 0, read);
                progress.accept(read);
            }
        }
        return FileVersion.read(version.path()).equals(version)
                ? Optional.of(Digest.ofSum(sha256.digest()))
                : Optional.empty();
    }
}
