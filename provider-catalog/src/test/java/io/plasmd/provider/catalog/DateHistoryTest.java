package io.plasmd.provider.catalog;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DateHistoryTest {
    private static final Path DIRECTORY = Path.of("/artifacts/stable/x86_64");

    private static boolean isUnique(DateHistory history, String name, long second, long inode) {
        long nanos = TimeUnit.SECONDS.toNanos(second);
        return history.isUnique(DIRECTORY, name, new FileVersion(DIRECTORY, name, 10, nanos, nanos, inode));
    }

    @Test
    void aDateBelongsToOneVersion() {
        var history = new DateHistory(100);
        assertTrue(isUnique(history, "vmlinuz", 1000, 1));
        assertTrue(isUnique(history, "vmlinuz", 1000, 1));
        assertFalse(isUnique(history, "vmlinuz", 1000, 2));
        assertTrue(isUnique(history, "vmlinuz", 1001, 3));
        assertTrue(isUnique(history, "initrd", 1000, 4));
    }

    /** Else whoever makes files with ever new names would fill the memory. */
    @Test
    void whatIsForgottenIsNotBelieved() {
        var history = new DateHistory(10);
        for (int i = 0; i < 10; i++) {
            assertTrue(isUnique(history, "file" + i, 1000 + i, i));
        }
        // Here it forgets, and knows no more whether another version of that name had the date.
        assertFalse(isUnique(history, "file0", 1000, 99));
        assertFalse(isUnique(history, "another", 1009, 11));
        assertTrue(isUnique(history, "another", 1010, 12));
    }
}
