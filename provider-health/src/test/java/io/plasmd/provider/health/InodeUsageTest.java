package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class InodeUsageTest {

    @Test
    void aFileSystemWithAsManyAsANumberCanBeHasEnough() {
        // As CephFS says it: 2^64-1.
        assertFalse(new InodeUsage(-1, -1, false).hasFewerFreeThan(1000));
        assertFalse(new InodeUsage(0, 0, false).hasFewerFreeThan(1000));
        assertTrue(new InodeUsage(2000, 999, false).hasFewerFreeThan(1000));
    }

    @Test
    void aFileSystemThatIsWrittenIsNotReadOnly() throws Exception {
        assertFalse(InodeUsage.ofLinked(Path.of("").toAbsolutePath()).readOnly());
    }
}
