package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a release has in common with others. */
final class SharedFileTest {
    @TempDir
    private Path directory;

    private Shop shop;
    private Path kernel;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
        kernel = shop.file("vmlinuz", "kernel");
    }

    private Path publish(String version, boolean link) throws ReleaseException {
        var request = new PublishRequest(
                Shop.CHANNEL,
                Shop.ARCH,
                Optional.of(version),
                List.of(new PublishRequest.Source("vmlinuz", kernel, Optional.empty())),
                link,
                5);
        return shop.publisher()
                .publish(request, ProgressDisplay::none)
                .release()
                .directory()
                .resolve("vmlinuz");
    }

    @Test
    void aCopyIsNoOtherNameOfAFileThatWasLinked() throws Exception {
        Path linked = publish("1", true);
        Path copied = publish("2", false);
        assertTrue(Files.isSameFile(kernel, linked));
        assertFalse(Files.isSameFile(kernel, copied));
        Files.writeString(kernel, "KERNEL");
        assertEquals("kernel", Files.readString(copied));
    }

    @Test
    void norWhereAnEarlierVersionHasNotRecordedThatItWas() throws Exception {
        Path linked = publish("1", true);
        forget(linked);
        assertFalse(Files.isSameFile(kernel, publish("2", false)));
    }

    @Test
    void whatAnEarlierVersionHasCopiedIsStoredOnce() throws Exception {
        Path copied = publish("1", false);
        forget(copied);
        assertTrue(Files.isSameFile(copied, publish("2", false)));
        assertTrue(Files.isSameFile(copied, publish("3", false)));
    }

    /** Makes the record what earlier versions have written. */
    private static void forget(Path stored) throws IOException {
        Path record = stored.resolveSibling(StoreLayout.RECORD);
        Files.writeString(record, Files.readString(record).replaceAll(",\\s*\"made\" : \"\\w+\"", ""));
        assertEquals(
                ReleaseRecord.Making.UNKNOWN,
                RecordJson.read(stored.resolveSibling(".").normalize())
                        .files()
                        .firstEntry()
                        .getValue()
                        .making());
    }

    @Test
    void aStoredFileThatOthersMayWriteToIsNotUsedAgain() throws Exception {
        Path first = publish("1", false);
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path second = publish("2", false);
        assertFalse(Files.isSameFile(first, second));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(second)));
    }

    @Test
    void aFileThatTheServerCouldNotReadIsNotLinked() throws Exception {
        Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("rw-------"));
        assertNotLinked("others may not read it (mode 0600), and the server is another user");
        Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertNotLinked("everyone may write to it (mode 0666), and so to the release");
    }

    @Test
    void aFileOfAnotherUserIsNotLinked() throws Exception {
        Strangers.require();
        Strangers.own(kernel);
        assertNotLinked("it belongs to 12345, who could change the release with it");
    }

    private void assertNotLinked(String why) {
        var e = assertThrows(ReleaseException.class, () -> publish("1", true));
        assertEquals(
                "cannot link " + kernel + ": " + why + ". Without --link it is copied. Nothing was published.",
                e.getMessage());
    }
}
