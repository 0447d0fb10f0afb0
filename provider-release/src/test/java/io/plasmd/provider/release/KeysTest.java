package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final SignedText MESSAGE = text("{1}");

    @TempDir
    private Path directory;

    private static SignedText text(String text) {
        return SignedText.ofManifest(text.getBytes(StandardCharsets.US_ASCII));
    }

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
        assertFalse(made.verify(text("{2}"), read.sign(MESSAGE)));
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

    /** The keys of RFC 8032, section 7.1, test 1; the private key as RFC 8410 writes it. */
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
        // By the JDK alone, with the key as the RFC has it.
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(TrustedKey.read("ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                .key());
        ed25519.update(MESSAGE.bytes());
        assertTrue(ed25519.verify(key.sign(MESSAGE)));
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

    /** One that never ends, and one that nobody writes to. */
    @Test
    @Timeout(10)
    void whatIsNoRegularFileIsNotWaitedFor() throws Exception {
        assertPrivateKeyRefused(
                Path.of("/dev/zero"), "cannot read the private key /dev/zero: what stands there is no regular file");
        Path pipe = directory.resolve("pipe.key");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertPrivateKeyRefused(pipe, "what stands there is no regular file");
        assertPublicKeyRefused(pipe.toString(), "what stands there is no regular file");
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
