package io.plasmd.provider.release;

import io.plasmd.provider.files.OpenFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Computes the digest of one version of a file. */
public final class FileDigester {
    private static final int BUFFER_BYTES = 128 * 1024;

    /** Reading on in what has been changed meanwhile is of no use. */
    private static final long LOOK_EVERY = 16L << 20;

    private FileDigester() {}

    /**
     * Reads the whole file.
     *
     * @param progress told of every read, in bytes
     * @param cancelled asked between reads
     * @return empty where the file was another version at any time, or the digest is no longer wanted
     */
    public static Optional<Digest> digest(FileVersion version, LongConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        try (OpenFile file = OpenFile.real(version.path())) {
            return digest(file, version, progress, cancelled);
        }
    }

    /** The same of a file that is open, whatever its path leads to by now. */
    public static Optional<Digest> digest(
            OpenFile file, FileVersion version, LongConsumer progress, BooleanSupplier cancelled) throws IOException {
        if (!version.matches(file.state())) {
            InodeNumbers.check(version, file);
            return Optional.empty();
        }
        MessageDigest sha256 = Digest.newSha256();
        // Out of memory that the kernel can write to, into an array: of those alone SHA-256 is computed at full speed.
        byte[] bytes = new byte[BUFFER_BYTES];
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer buffer = arena.allocate(BUFFER_BYTES).asByteBuffer();
            long position = 0;
            for (int read = file.read(buffer, position); read >= 0; read = file.read(buffer.clear(), position)) {
                if (cancelled.getAsBoolean()) {
                    return Optional.empty();
                }
                buffer.flip().get(bytes, 0, read);
                sha256.update(bytes, 0, read);
                position += read;
                progress.accept(read);
                if (position % LOOK_EVERY < read && !version.matches(file.state())) {
                    return Optional.empty();
                }
            }
        }
        return version.matches(file.state()) ? Optional.of(Digest.ofSum(sha256.digest())) : Optional.empty();
    }
}
