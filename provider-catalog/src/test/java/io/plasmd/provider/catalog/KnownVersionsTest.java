package io.plasmd.provider.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KnownVersionsTest {
    private static final Path DIRECTORY = Path.of("/artifacts/stable/x86_64");
    private static final Digest DIGEST = Digest.ofContent(new byte[0]);

    private final KnownVersions known = new KnownVersions();

    private static FileVersion version(String name, long modified, long changed) {
        return new FileVersion(DIRECTORY, name, 10, modified, changed, 1);
    }

    @Test
    void whatIsGoneIsForgotten() {
        FileVersion there = version("vmlinuz", 1, 1);
        FileVersion gone = version("initrd", 1, 1);
        known.put(there, DIGEST);
        known.put(gone, DIGEST);
        assertTrue(known.forget(version -> !version.equals(there), Set.of(there)));
        assertTrue(known.has(there));
        assertFalse(known.has(gone));
        assertFalse(known.forget(version -> !version.equals(there), Set.of(there)));
    }

    @Test
    void ofThoseThatHadTheDateOfThePresentOneOneIsKept() {
        FileVersion there = version("vmlinuz", 1, 100);
        known.put(there, DIGEST);
        for (int changed = 1; changed < 50; changed++) {
            known.put(version("vmlinuz", 1, changed), DIGEST);
        }
        known.forget(version -> !version.equals(there), Set.of(there));
        assertEquals(2, known.count());
    }
}
