package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.OpenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inode numbers tell files apart where they mean something, and nowhere else. Each test has a device of its own. */
final class InodeNumbersTest {
    private static final Path FILE = Path.of("/srv/vmlinuz");
    private static final long SECOND = 1_000_000_000L;
    private static final long FINE = 1_700_000_000L * SECOND + 123_456_789;
    private static final long COARSE = 1_700_000_000L * SECOND;

    private static FileState state(long device, long inode, long changedNanos) {
        return new FileState(device, inode, 1000, COARSE, changedNanos, 0x81a4, 0, 0, 1);
    }

    private static void assertIgnored(FileState one, FileState other) {
        FileVersion version = FileVersion.of(FILE, one);
        assertEquals(0, version.inode());
        assertEquals(version, FileVersion.of(FILE, other));
        assertTrue(version.matches(other));
    }

    @Test
    void anotherNumberIsAnotherFile() {
        FileVersion version = FileVersion.of(FILE, state(-1, 5, FINE));
        assertEquals(5, version.inode());
        assertTrue(version.matches(state(-1, 5, FINE)));
        assertFalse(version.matches(state(-1, 6, FINE)));
        assertNotEquals(version, FileVersion.of(FILE, state(-1, 6, FINE)));
    }

    @Test
    void numbersThatChangeWhileAFileIsOpenMeanNothing() {
        InodeNumbers.compare(FILE, state(-2, 5, COARSE), state(-2, 6, COARSE));
        assertIgnored(state(-2, 5, COARSE), state(-2, 7, COARSE));
    }

    @Test
    void numbersThatDifferAtTheSameNanosecondMeanNothing() {
        // As it is with sshfs after a while: the open file keeps the number that it was just given.
        InodeNumbers.compare(FILE, state(-3, 5, FINE), state(-3, 5, FINE));
        assertIgnored(state(-3, 5, FINE), state(-3, 6, FINE));
    }

    @Test
    void numbersThatDifferWithinOneStepOfTwoSecondsTellFilesApart() {
        InodeNumbers.compare(FILE, state(-4, 5, COARSE), state(-4, 5, COARSE));
        assertFalse(FileVersion.of(FILE, state(-4, 5, COARSE)).matches(state(-4, 6, COARSE)));
    }

    @Test
    void withoutNumbersAChangeStillShows() {
        InodeNumbers.compare(FILE, state(-5, 5, COARSE), state(-5, 6, COARSE));
        FileVersion version = FileVersion.of(FILE, state(-5, 5, FINE));
        assertFalse(version.matches(state(-5, 6, FINE + 1)));
        assertFalse(version.matches(new FileState(-5, 6, 1001, COARSE, FINE, 0x81a4, 0, 0, 1)));
        assertFalse(version.matches(new FileState(-5, 6, 1000, COARSE + 1, FINE, 0x81a4, 0, 0, 1)));
    }

    @Test
    void otherFileSystemsKeepTheirs() {
        InodeNumbers.compare(FILE, state(-6, 5, COARSE), state(-6, 6, COARSE));
        assertEquals(5, FileVersion.of(FILE, state(-7, 5, COARSE)).inode());
    }

    @Test
    void aFileThatWasReplacedTellsNothingOfItsFileSystem(@TempDir Path directory) throws Exception {
        Path path = Files.writeString(directory.resolve("vmlinuz"), "a kernel").toRealPath();
        FileVersion now = FileVersion.read(path);
        var before = new FileVersion(path, now.size(), now.modifiedNanos(), now.changedNanos() - 1, now.inode() + 1);
        try (OpenFile open = OpenFile.real(path)) {
            InodeNumbers.check(before, open);
        }
        assertEquals(now, FileVersion.read(path));
        assertNotEquals(0, FileVersion.read(path).inode());
    }
}
