package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a new key pair. */
public final class KeyFiles {
    private KeyFiles() {}

    /**
     * Makes a key pair, and writes both halves or neither. Files that exist are never overwritten.
     *
     * @param privateKey gets mode 0600 from the moment it exists
     * @param publicKey gets mode 0644
     * @return the public half
     */
    public static TrustedKey generate(Path privateKey, Path publicKey) throws ReleaseException {
        SigningKey key = SigningKey.generate();
        create(privateKey, key.pem(), "rw-------");
        try {
            create(publicKey, key.trusted().pem(), "rw-r--r--");
        } catch (ReleaseException e) {
            try {
                Files.delete(privateKey);
            } catch (IOException failed) {
                e.addSuppressed(failed);
            }
            throw e;
        }
        return key.trusted();
    }

    private static void create(Path file, String text, String mode) throws ReleaseException {
        var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        try {
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions);
            try (channel) {
                write(channel, text);
            } catch (IOException e) {
                // Closed by now: NFS gives a file that is open another name, and keeps it.
                Files.delete(file);
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new ReleaseException(
                    file + " exists already. A key in use must not be lost: name another file, or move this one away.",
                    e);
        } catch (NoSuchFileException e) {
            throw new ReleaseException("cannot write " + file + ": there is no such directory", e);
        } catch (IOException e) {
            throw new ReleaseException("cannot write " + file + ": " + Pem.reason(e), e);
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }
}
