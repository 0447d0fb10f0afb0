package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What is signed as one thing is never valid as another. */
class SignedTextTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T10:15:00Z");
    private static final Digest DIGEST = Digest.ofContent(new byte[0]);

    private final SigningKey key = SigningKey.generate();

    private static SignedText manifest(String channel, String arch, String file, String provider) throws Exception {
        var manifest = new Manifest(
                "1",
                channel,
                arch,
                CREATED,
                CREATED.plusSeconds(60),
                new TreeMap<>(Map.of(file, Manifest.Entry.of(channel, arch, file, DIGEST, 0))),
                provider);
        return SignedText.ofManifest(new CanonicalManifest(manifest).with(ManifestJson.writeRest(manifest)));
    }

    @Test
    void noDomainBeginsWithAnother() {
        for (String one : SignedText.DOMAINS) {
            for (String other : SignedText.DOMAINS) {
                assertEquals(one.equals(other), other.startsWith(one), one + " and " + other);
            }
        }
    }

    /** Whatever somebody calls channels, files and servers. */
    @Property(tries = 200)
    void everyTextIsInJustOneDomain(
            @ForAll @StringLength(min = 1, max = 20) String channel,
            @ForAll @StringLength(min = 1, max = 20) String arch,
            @ForAll @StringLength(min = 1, max = 20) String file)
            throws Exception {
        assertDomain(SignedText.MANIFEST, manifest(channel, arch, file, channel));
        Sums sums = Sums.of(channel, arch, Map.of(file, DIGEST));
        assertDomain(SignedText.SUMS, SignedText.ofSums(sums));
        String[] lines = new String(SignedText.ofSums(sums).bytes(), StandardCharsets.UTF_8).split("\n", -1);
        assertTrue(lines[0].matches("provider-sha256sums-v1 [!-~]+/[!-~]+"), lines[0]);
        assertEquals(sums.isEmpty() ? 2 : 3, lines.length);
    }

    private static void assertDomain(String domain, SignedText text) {
        String begins = new String(text.bytes(), StandardCharsets.UTF_8);
        assertEquals(
                List.of(domain),
                SignedText.DOMAINS.stream().filter(begins::startsWith).toList());
    }

    @Test
    void nothingElseIsSigned() {
        for (String text : List.of("", "x", "provider-sha256sums-v2 a/b\n", " {", "[")) {
            assertThrows(
                    IllegalArgumentException.class, () -> SignedText.ofManifest(text.getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(
                List.of("sign(Sums)"),
                Arrays.stream(SigningKey.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == SigningKey.class)
                        .filter(method -> method.getParameterCount() > 0)
                        .filter(method -> !method.getName().equals("read"))
                        .map(SignedTextTest::signature)
                        .toList());
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    @Test
    void aSignatureOfSumsIsNoneOfAManifest() throws Exception {
        Manifest manifest = new Manifest(
                "1",
                "stable",
                "x86_64",
                CREATED,
                CREATED.plusSeconds(60),
                new TreeMap<>(Map.of("kernel", Manifest.Entry.of("stable", "x86_64", "vmlinuz", DIGEST, 0))),
                "boot");
        byte[] overSums = key.sign(Sums.of(manifest));
        String forged = SignedManifest.sign(manifest, List.of())
                .text()
                .replace(
                        "\"signatures\":[]",
                        "\"signatures\":[{\"keyid\":\"" + key.trusted().id() + "\",\"sig\":\""
                                + Base64.getEncoder().encodeToString(overSums) + "\"}]");
        SignedManifest read = SignedManifest.parse(forged.getBytes(StandardCharsets.UTF_8));
        assertThrows(ReleaseException.class, () -> read.requireSignedBy(List.of(key.trusted())));
        byte[] overManifest = key.sign(manifest("stable", "x86_64", "vmlinuz", "boot"));
        assertFalse(Sums.of(manifest).isSignedBy(List.of(key.trusted()), overManifest));
    }

    @Test
    void theSumsOfOnePlaceAreNoneOfAnother() {
        Map<String, Digest> files = Map.of("vmlinuz", DIGEST);
        byte[] signature = key.sign(Sums.of("stable", "x86_64", files));
        assertTrue(Sums.of("stable", "amd64", files).isSignedBy(List.of(key.trusted()), signature));
        assertFalse(Sums.of("testing", "x86_64", files).isSignedBy(List.of(key.trusted()), signature));
        assertFalse(Sums.of("stable", "aarch64", files).isSignedBy(List.of(key.trusted()), signature));
        assertFalse(Sums.of("stable/x86_64", "", files).isSignedBy(List.of(key.trusted()), signature));
    }

    @Test
    void sumsNameArtifactsAlone() {
        Map<String, Digest> files = new TreeMap<>();
        for (String name :
                List.of("vmlinuz", "SHA256SUMS", "SHA256SUMS.gpg", "vmlinuz.sha256", "manifest.json", ".x", "b")) {
            files.put(name, DIGEST);
        }
        assertArrayEquals(
                (DIGEST.hex() + "  b\n" + DIGEST.hex() + "  vmlinuz\n").getBytes(StandardCharsets.UTF_8),
                Sums.of("stable", "x86_64", files).bytes());
    }
}
