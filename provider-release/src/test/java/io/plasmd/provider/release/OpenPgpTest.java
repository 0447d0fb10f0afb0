package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and signatures of OpenPGP, as Bouncy Castle reads them, which has no code in common with ours. */
final class OpenPgpTest {
    private static final String RFC8032 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    @TempDir
    private Path scratch;

    private static PGPPublicKey read(byte[] certificate) throws Exception {
        var ring = new PGPPublicKeyRing(
                PGPUtil.getDecoderStream(new ByteArrayInputStream(certificate)), new BcKeyFingerprintCalculator());
        return ring.getPublicKey();
    }

    private static PGPSignature signature(byte[] packets) throws Exception {
        return ((PGPSignatureList) new BcPGPObjectFactory(packets).nextObject()).get(0);
    }

    private static boolean verifies(byte[] packets, byte[] text, PGPPublicKey key) throws Exception {
        PGPSignature signature = signature(packets);
        signature.init(new BcPGPContentVerifierBuilderProvider(), key);
        signature.update(text);
        return signature.verify();
    }

    private static Sums sums(String name, Digest digest) {
        return Sums.of("stable", "x86_64", Map.of(name, digest, "initrd.img", digest));
    }

    @Test
    void aKeyIsReadWithItsNameAndTheSignatureThatBindsThem() throws Exception {
        SigningKey signer = SigningKey.generate();
        PGPPublicKey key = read(OpenPgpKey.certificate(signer));
        assertEquals(4, key.getVersion());
        assertEquals(PublicKeyAlgorithmTags.EDDSA_LEGACY, key.getAlgorithm());
        assertEquals(Instant.ofEpochSecond(1), key.getCreationTime().toInstant());
        assertArrayEquals(new OpenPgpKey(signer.trusted()).fingerprint(), key.getFingerprint());
        String userId = key.getUserIDs().next();
        assertEquals("provider " + signer.trusted().id(), userId);
        PGPSignature own = key.getSignaturesForID(userId).next();
        own.init(new BcPGPContentVerifierBuilderProvider(), key);
        assertTrue(own.verifyCertification(userId, key));
        assertEquals(key.getKeyID(), own.getKeyID());
    }

    /** Numbers of OpenPGP have no zeros in front: of so many signatures some have them, in either half. */
    @Test
    void everySignatureOverSumsIsGoodAndOverNothingElse() throws Exception {
        for (int i = 0; i < 400; i++) {
            SigningKey signer = SigningKey.generate();
            PGPPublicKey key = read(OpenPgpKey.certificate(signer));
            Sums sums = sums("vmlinuz", Digest.ofContent(new byte[i]));
            byte[] signature = OpenPgpSignature.over(sums, signer);
            assertTrue(verifies(signature, sums.bytes(), key), signer.pem());
            assertTrue(OpenPgpSignature.isBy(List.of(signer.trusted()), sums, signature), signer.pem());
            assertTrue(signature.length <= OpenPgpSignature.LONGEST);
            byte[] wrong = signature.clone();
            wrong[i % wrong.length] ^= (byte) (1 << (i % 8));
            assertFalse(OpenPgpSignature.isBy(List.of(signer.trusted()), sums, wrong), signer.pem());
            assertFalse(OpenPgpSignature.isBy(
                    List.of(signer.trusted()), sums, Arrays.copyOf(signature, i % signature.length)));
            byte[] changed = sums.bytes();
            changed[i % changed.length]++;
            assertFalse(verifies(signature, changed, key));
        }
        assertFalse(verifies(
                OpenPgpSignature.over(sums("x", Digest.ofContent(new byte[0])), SigningKey.generate()),
                sums("x", Digest.ofContent(new byte[0])).bytes(),
                read(OpenPgpKey.certificate(SigningKey.generate()))));
    }

    @Test
    void theSameKeyAndSumsAlwaysGiveTheSameBytes() throws Exception {
        Path file = Files.writeString(scratch.resolve("rfc8032.key"), RFC8032);
        SigningKey signer = SigningKey.read(file);
        assertEquals(
                "3092ca3a594232324a55c862937e775a7da525a1",
                HexFormat.of().formatHex(new OpenPgpKey(signer.trusted()).fingerprint()));
        assertArrayEquals(OpenPgpKey.certificate(signer), OpenPgpKey.certificate(SigningKey.read(file)));
        Sums sums = sums("vmlinuz", Digest.ofContent(new byte[0]));
        assertArrayEquals(OpenPgpSignature.over(sums, signer), OpenPgpSignature.over(sums, SigningKey.read(file)));
    }

    @Test
    void aSignedLineIsGoodWhateverTheNameOfTheFile() throws Exception {
        SigningKey signer = SigningKey.generate();
        PGPPublicKey key = read(OpenPgpKey.certificate(signer));
        Digest digest = Digest.ofContent(new byte[5]);
        for (String name :
                List.of("vmlinuz", "-dash", "a b", "ö €\ud83d\ude80", "back\\slash", "From x", "tab\u00a0")) {
            String text = OpenPgpSignature.signedLine(name, digest, signer).orElseThrow();
            assertTrue(text.lines().anyMatch(line -> (line + "\n").equals(Sums.line(name, digest))), text);
            var in = new ArmoredInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            assertTrue(in.isClearText());
            var signed = new ByteArrayOutputStream();
            for (int next = in.read(); in.isClearText() && next >= 0; next = in.read()) {
                signed.write(next);
            }
            // RFC 9580, section 7.2: neither the last line break nor blanks before it are signed.
            String line = signed.toString(StandardCharsets.UTF_8).replaceFirst("[ \\r\\n]+$", "");
            assertTrue(verifies(in.readAllBytes(), line.getBytes(StandardCharsets.UTF_8), key), text);
        }
    }

    /** OpenPGP takes it for the same line without: of another file, with another digest. */
    @Test
    void aLineThatEndsWithABlankIsNotSigned() throws Exception {
        for (String name : List.of("vmlinuz ", "vmlinuz  ", "back\\slash ", "vmlinuz\t")) {
            assertEquals(
                    Optional.empty(),
                    OpenPgpSignature.signedLine(name, Digest.ofContent(new byte[5]), SigningKey.generate()));
        }
    }

    @Test
    void aKeyPairComesWithItsPublicHalfForOpenPgp() throws Exception {
        Path file = scratch.resolve("boot.key");
        TrustedKey made = KeyFiles.generate(file, scratch.resolve("boot.pub"));
        byte[] binary = Files.readAllBytes(scratch.resolve("boot.pgp"));
        assertEquals("provider " + made.id(), read(binary).getUserIDs().next());
        assertArrayEquals(
                read(binary).getEncoded(),
                read(Files.readAllBytes(scratch.resolve("boot.pgp.asc"))).getEncoded());
        // Made again from the private key; what is there already stays.
        Files.delete(scratch.resolve("boot.pgp"));
        Files.delete(scratch.resolve("boot.pub"));
        assertEquals(made, KeyFiles.writePublic(file, scratch.resolve("boot.pub")));
        assertArrayEquals(binary, Files.readAllBytes(scratch.resolve("boot.pgp")));
        assertEquals(made, TrustedKey.read(scratch.resolve("boot.pub").toString()));
        Files.writeString(scratch.resolve("boot.pgp"), "mine");
        var e = assertThrows(ReleaseException.class, () -> KeyFiles.writePublic(file, scratch.resolve("boot.pub")));
        assertTrue(e.getMessage().startsWith(scratch.resolve("boot.pgp") + " exists already"), e.getMessage());
        assertEquals("mine", Files.readString(scratch.resolve("boot.pgp")));
    }

    @Test
    void neitherHalfIsLeftWhereOneCannotBeWritten() throws Exception {
        Files.writeString(scratch.resolve("boot.pgp.asc"), "mine");
        assertThrows(
                ReleaseException.class,
                () -> KeyFiles.generate(scratch.resolve("boot.key"), scratch.resolve("boot.pub")));
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(List.of(scratch.resolve("boot.pgp.asc")), left.toList());
        }
    }

    @Test
    void nothingButSumsAndLinesOfThemIsSigned() {
        assertEquals(
                List.of("over", "signedLine"),
                Arrays.stream(OpenPgpSignature.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == OpenPgpSignature.class)
                        .map(method -> method.getName())
                        .sorted()
                        .toList());
        assertThrows(IllegalArgumentException.class, () -> SignedText.ofOpenPgp(new byte[63]));
    }
}
