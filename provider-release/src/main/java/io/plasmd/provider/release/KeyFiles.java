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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes keys: a new pair, or again what others need of one. */
public final class KeyFiles {
    private KeyFiles() {}

    /**
     * Makes a key pair, and writes both halves or neither, the public one also as OpenPGP has it. Files that exist are never
     * overwritten.
     *
     * @param privateKey gets mode 0600 from the moment it exists
     * @param publicKey gets mode 0644
     * @return the public half
     */
    public static TrustedKey generate(Path privateKey, Path publicKey) throws ReleaseException {
        SigningKey key = SigningKey.generate();
        create(privateKey, key.pem().getBytes(StandardCharsets.US_ASCII), "rw-------");
        try {
            writeAll(publicFiles(key, publicKey));
        } catch (ReleaseException e) {
            delete(List.of(privateKey), e);
            throw e;
        }
        return key.trusted();
    }

    /**
     * Writes the public half of a key that exists, in all its forms. A file that has it already stays.
     *
     * @return the public half
     */
    public static TrustedKey writePublic(Path privateKey, Path publicKey) throws ReleaseException {
        SigningKey key = SigningKey.read(privateKey);
        Map<Path, byte[]> files = publicFiles(key, publicKey);
        files.entrySet().removeIf(file -> has(file.getKey(), file.getValue()));
        writeAll(files);
        return key.trusted();
    }

    /** The key for keyrings of OpenPGP, beside the one in PEM. */
    public static Path openPgp(Path publicKey) {
        String name = String.valueOf(publicKey.getFileName());
        return publicKey.resolveSibling(name.replaceFirst("\\.(pub|pem)$", "") + ".pgp");
    }

    /** The same as text. */
    public static Path openPgpText(Path publicKey) {
        Path binary = openPgp(publicKey);
        return binary.resolveSibling(binary.getFileName() + ".asc");
    }

    private static Map<Path, byte[]> publicFiles(SigningKey key, Path publicKey) {
        byte[] certificate = OpenPgpKey.certificate(key);
        Map<Path, byte[]> files = new LinkedHashMap<>();
        files.put(publicKey, key.trusted().pem().getBytes(StandardCharsets.US_ASCII));
        files.put(openPgp(publicKey), certificate);
        files.put(
                openPgpText(publicKey),
                Armor.of("PGP PUBLIC KEY BLOCK", certificate).getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    private static boolean has(Path file, byte[] content) {
        try {
            return Arrays.equals(SmallFile.readNamed(file, content.length), content);
        } catch (IOException e) {
            // What is wrong with it shows when it is written.
            return false;
        }
    }

    private static void writeAll(Map<Path, byte[]> files) throws ReleaseException {
        List<Path> written = new ArrayList<>();
        try {
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                create(file.getKey(), file.getValue(), "rw-r--r--");
                written.add(file.getKey());
            }
        } catch (ReleaseException e) {
            delete(written, e);
            throw e;
        }
    }

    private static void delete(List<Path> written, ReleaseException why) {
        for (Path file : written) {
            try {
                Files.delete(file);
            } catch (IOException failed) {
                why.addSuppressed(failed);
            }
        }
    }

    private static void create(Path file, byte[] content, String mode) throws ReleaseException {
        var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        try {
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions);
            try (channel) {
                write(channel, content);
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

    private static void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }
}
