package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private Path directory;

    @Test
    void aWrittenPairIsReadAgain() throws Exception {
        Path file = directory.resolve("provider.key");
        Path publicFile = directory.resolve("provider.pub");
        TrustedKey made = KeyFiles.generate(file, publicFile);
        SigningKey read = SigningKey.read(file);
        assertEquals(made, read.trusted());
        assertEquals(made, TrustedKey.read(publicFile.toString()));
        assertEquals(made, TrustedKey.read(made.id()));
        assertTrue(made.verify(MESSAGE, read.sign(MESSAGE)));
        assertFalse(made.verify(new byte[] {1, 2, 4}, read.sign(MESSAGE)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void anExistingKeyIsNeverOverwritten() throws Exception {
        Path file = directory.resolve("provider.key");
        Path publicFile = directory.resolve("provider.pub");
        Files.writeString(publicFile, "mine");
        var e = assertThrows(ReleaseException.class, () -> KeyFiles.generate(file, publicFile));
        assertTrue(e.getMessage().startsWith(publicFile + " exists already"), e.getMessage());
        assertEquals("mine", Files.readString(publicFile));
        assertFalse(Files.exists(file), "a private key without its public key was left");
    }

    /** RFC 8032, section 7.1, test 1; the private key as RFC 8410 writes it. */
    @Test
    void signsAsTheStandardSays() throws Exception {
        Path file = directory.resolve("rfc8032.key");
        Files.writeString(file, """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----
                """);
        SigningKey key = SigningKey.read(file);
        assertEquals(
                "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                key.trusted().id());
        assertArrayEquals(
                HexFormat.of()
                        .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
                key.sign(new byte[0]));
    }

    @Test
    void whatIsNoKeyIsRefused() throws Exception {
        Path file = directory.resolve("no.key");
        assertPrivateKeyRefused(file, "cannot read the private key " + file + ": no such file");
        Files.writeString(file, "hello");
        assertPrivateKeyRefused(file, "expected a line -----BEGIN PRIVATE KEY-----");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertPrivateKeyRefused(file, file + " is no Ed25519 private key in PKCS#8");
        assertPublicKeyRefused(file.toString(), "expected a line -----BEGIN PUBLIC KEY-----");
        assertPublicKeyRefused("ed25519:beef", "\"ed25519:beef\" is no key id");
        assertPublicKeyRefused("ed25519:" + "g".repeat(64), "is no key id");
    }

    private static void assertPrivateKeyRefused(Path file, String why) {
        var e = assertThrows(ReleaseException.class, () -> SigningKey.read(file));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    private static void assertPublicKeyRefused(String fileOrId, String why) {
        var e = assertThrows(ReleaseException.class, () -> TrustedKey.read(fileOrId));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
