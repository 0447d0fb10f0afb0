package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever somebody makes of a signed manifest: it is refused in words, or it is read; and where the signature still fits,
 * it says what it said.
 */
class RandomManifestTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final Manifest MANIFEST = manifest();
    private static final String TEXT =
            SignedManifest.sign(MANIFEST, List.of(KEY)).text();

    /** What readers of JSON disagree about, or choke on. */
    private static final List<String> PIECES = List.of(
            "?",
            "\\ud800",
            "\\udc00",
            "\\u0000",
            "\\u003f",
            "1e400",
            "-1e400",
            "1e999999999",
            "1E2",
            "1.0",
            "-0",
            "9007199254740992",
            "9007199254740993",
            "123456789012345678901234567890",
            "null",
            "true",
            "{}",
            "[]",
            "[".repeat(3000),
            "{\"a\":".repeat(40),
            "\"arch\":\"x86_64\",",
            "/%zz",
            "/%",
            "//",
            "\"",
            "\\",
            ",",
            ":",
            "}",
            "{",
            " ",
            "\u0000",
            "\ufeff",
            "NaN",
            "Infinity",
            "\"signatures\":[],",
            "9".repeat(2000));

    private static Manifest manifest() {
        var digest = Digest.ofContent(new byte[0]);
        return new Manifest(
                "2026.11.22",
                "stable",
                "x86_64",
                Instant.parse("2026-11-22T10:15:00Z"),
                Instant.parse("2026-12-22T10:15:00Z"),
                new TreeMap<>(Map.of(
                        "kernel", Manifest.Entry.of("stable", "x86_64", "vmlinuz", digest, 8_388_608),
                        "why?.img", Manifest.Entry.of("stable", "x86_64", "why?.img", digest, 1),
                        "é\ud83d\ude80", Manifest.Entry.of("stable", "x86_64", "é\ud83d\ude80", digest, 100))),
                "boot?");
    }

    @Property(tries = 4_000)
    void isRefusedInWordsOrSaysWhatItSaid(@ForAll long seed) {
        var random = new Random(seed);
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes = changed(bytes, random);
        }
        try {
            SignedManifest read = SignedManifest.parse(bytes);
            read.manifest().totalSize();
            for (Manifest.Entry entry : read.manifest().artifacts().values()) {
                Origin.of("http://h/", "stable", "x86_64").artifact("a", entry);
            }
            read.requireSignedBy(List.of(KEY.trusted()));
            assertEquals(MANIFEST, read.manifest());
            assertEquals(TEXT, read.text());
        } catch (ReleaseException e) {
            String message = String.valueOf(e.getMessage());
            assertFalse(message.contains("Exception"), message);
            assertFalse(message.contains("java"), message);
            assertFalse(message.contains("jackson"), message);
            assertTrue(message.length() < 700, message);
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(4));
        byte[] piece = random.nextInt(3) == 0
                ? new byte[] {(byte) random.nextInt(256)}
                : PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
        byte[] changed = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(piece, 0, changed, from, piece.length);
        System.arraycopy(bytes, to, changed, from + piece.length, bytes.length - to);
        return changed;
    }
}
