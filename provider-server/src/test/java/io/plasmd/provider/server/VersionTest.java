package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class VersionTest {
    @Test
    void isThatOfTheBuild() {
        assertTrue(Version.current().matches("\\d+\\.\\d+\\.\\d+.*"), Version.current());
    }

    @Test
    void tellsTheCommitAndWhenItWasMade() {
        if (Files.exists(Path.of("../.git"))) {
            assertTrue(Version.commit().matches("[0-9a-f]{40}(-dirty)?"), Version.commit());
            assertEquals(
                    Version.commitTime(), Instant.parse(Version.commitTime()).toString());
        } else {
            assertEquals("unknown", Version.commit());
            assertEquals("unknown", Version.commitTime());
        }
    }
}
