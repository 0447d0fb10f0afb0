package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CanonicalManifestTest {
    /** The last two are in another order by code points than by UTF-16 code units, which is what counts. */
    private static final List<String> NAMES = List.of(
            "vmlinuz",
            "EFI/BOOT/BOOTX64.EFI",
            "a \"quoted\" name",
            "back\\slash",
            "tab\tand\u0001and\u001fand\u007f",
            "überall/größe",
            "\uffee",
            "\ud83d\ude00");

    @Test
    void isWhatTheCanonicalizerMakesOfTheSame() throws Exception {
        byte[] written = new CanonicalManifest(manifest(NAMES)).with(ManifestJson.writeRest(manifest(NAMES)));

        byte[] canonical = StrictJson.canonical(StrictJson.MAPPER.readTree(written));
        assertEquals(new String(canonical, StandardCharsets.UTF_8), new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void isReadAsWhatWasWritten() throws Exception {
        Manifest manifest = manifest(NAMES.stream().filter(Names::isArtifact).toList());

        assertEquals(
                manifest,
                SignedManifest.parse(SignedManifest.sign(manifest, List.of()).bytes())
                        .manifest());
    }

    private static Manifest manifest(List<String> names) {
        SortedMap<String, Manifest.Entry> artifacts = new TreeMap<>();
        for (String name : names) {
            Digest digest = Digest.ofContent(name.getBytes(StandardCharsets.UTF_8));
            artifacts.put(name, Manifest.Entry.of("stable", "x86_64", name, digest, StrictJson.LARGEST / names.size()));
        }
        Instant now = Instant.parse("2026-11-22T10:15:00Z");
        return new Manifest(
                "1",
                "stable",
                "x86_64",
                now,
                now.plusSeconds(60),
                Optional.of("/releases/stable/x86_64/1/"),
                artifacts,
                "a \"provider\"\u0001");
    }
}
