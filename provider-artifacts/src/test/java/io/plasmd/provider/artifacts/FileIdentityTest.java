package io.plasmd.provider.artifacts;

import static io.plasmd.provider.artifacts.ServedFile.content;
import static io.plasmd.provider.artifacts.ServedFile.etag;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that has the size and the time of another is not that other one, on a disk and in memory. */
@ParameterizedClass
@ValueSource(strings = {"", "/dev/shm"})
final class FileIdentityTest {
    private static final int LARGE = ServedFile.LARGE;
    private static final FileTime THEN = ServedFile.THEN;

    /** Files that are made, at the most, until one has the number of one that is gone. */
    private static final int MOST_TRIES = 200;

    private final String parent;
    private ServedFile served;
    private ArtifactServer server;
    private Path root;
    private Path file;

    FileIdentityTest(String parent) {
        this.parent = parent;
    }

    @BeforeEach
    void start() throws Exception {
        served = new ServedFile(parent);
        server = served.server();
        root = served.root();
        file = served.path();
    }

    @AfterEach
    void stop() throws Exception {
        if (served != null) {
            served.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 300_000})
    void aFileOverwrittenInPlaceWithItsTimeSetBackHasADigestOfItsOwn(int size) throws Exception {
        served.write(content(1, size));
        assertEquals(etag(content(1, size)), server.awaitEtag("/kernel"));
        served.overwrite(content(2, size));
        served.assertNowServed(content(2, size));
    }

    @Test
    void aFileOverwrittenWhileTheServerIsDownHasADigestOfItsOwn() throws Exception {
        served.write(content(1, 1000));
        server.awaitEtag("/kernel");
        server.restartAfter(() -> served.overwrite(content(2, 1000)));
        served.assertNowServed(content(2, 1000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileOfTheSameInodeNumberSizeAndTimeHasADigestOfItsOwn(boolean whileTheServerIsDown) throws Exception {
        served.write(content(1, 1000));
        server.awaitEtag("/kernel");
        if (whileTheServerIsDown) {
            server.restartAfter(() -> replaceByOneOfTheSameNumber(content(2, 1000)));
        } else {
            replaceByOneOfTheSameNumber(content(2, 1000));
        }
        served.assertNowServed(content(2, 1000));
    }

    /** Where the file system gives a number that is free to the next file, as ext4 and XFS do. */
    private void replaceByOneOfTheSameNumber(byte[] content) throws Exception {
        long wanted = inode(file);
        Files.delete(file);
        for (int i = 0; i < MOST_TRIES; i++) {
            // Those that have another number stay: else each would be given that of the one before.
            Path fresh = file.resolveSibling(".fresh-" + i);
            ServedFile.write(fresh, content);
            if (inode(fresh) == wanted) {
                Files.move(fresh, file);
                return;
            }
        }
        abort("skipped: this file system did not give a number again to any of " + MOST_TRIES + " new files");
    }

    private static long inode(Path of) throws Exception {
        return (long) Files.getAttribute(of, "unix:ino");
    }

    @Test
    void aDownloadOfAFileThatIsOverwrittenWithItsTimeSetBackIsNotComplete() throws Exception {
        served.write(content(1, LARGE));
        server.awaitEtag("/kernel");
        try (var download = served.download("")) {
            served.overwrite(content(2, LARGE));
            assertTrue(download.rest().length < download.promised());
        }
    }

    @Test
    void aDownloadOfAFileThatIsOverwrittenAndPutBackIsTheAnnouncedOneOrNotComplete() throws Exception {
        served.write(content(1, LARGE));
        server.awaitEtag("/kernel");
        try (var download = served.download("")) {
            served.overwrite(content(2, LARGE));
            served.overwrite(content(1, LARGE));
            byte[] got = download.rest();
            if (got.length == download.promised()) {
                assertEquals(etag(content(1, LARGE)), etag(got));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "chmod", "rename", "replace", "delete"})
    void aDownloadOfAFileThatIsOnlyTouchedIsComplete(String how) throws Exception {
        byte[] content = content(1, LARGE);
        served.write(content);
        server.awaitEtag("/kernel");
        try (var download = served.download("")) {
            switch (how) {
                case "link" -> {
                    Files.createLink(root.resolve(".link"), file);
                    Files.move(root.resolve(".link"), root.resolve(".other"));
                }
                case "chmod" -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
                case "rename" -> Files.move(file, root.resolve("stable/x86_64/other"));
                case "replace" -> ArtifactServer.put(file, content(2, 1000), Instant.now());
                default -> Files.delete(file);
            }
            assertArrayEquals(content, download.rest());
        }
    }

    @Test
    void aRememberedDigestOfTheFirstFormatIsNotBelieved() throws Exception {
        served.write(content(1, 1000));
        server.awaitEtag("/kernel");
        Path store = server.scratch().resolve("data/state/artifacts/digests");
        server.restartAfter(() -> {
            long inode = (long) Files.getAttribute(file, "unix:ino");
            long device = (long) Files.getAttribute(file, "unix:dev");
            Files.writeString(
                    store,
                    "%s 1000 %d (dev=%x,ino=%d) %s%n"
                            .formatted("f".repeat(64), THEN.toMillis() * 1_000_000, device, inode, file.toRealPath()));
        });
        served.assertNowServed(content(1, 1000));
    }

    @Test
    void aDateThatTwoVersionsShareProvesNothingAfterTwoRestarts() throws Exception {
        served.write(content(1, 1000));
        server.awaitEtag("/kernel");
        String date = "Fri, 02 Jan 2026 03:04:05 GMT";
        assertEquals(304, server.status("/kernel", "If-Modified-Since", date));
        server.restartAfter(() -> {
            Path fresh = root.resolve(".fresh");
            ServedFile.write(fresh, content(2, 1000));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        });
        served.assertNowServed(content(2, 1000));
        assertEquals(200, server.status("/kernel", "If-Modified-Since", date));
        server.restart();
        served.assertNowServed(content(2, 1000));
        assertEquals(200, server.status("/kernel", "If-Modified-Since", date));
        assertEquals(200, server.status("/kernel", "If-Unmodified-Since", date, "Range", "bytes=1-"));
    }

    @Test
    void aFileFromTheFutureIsDatedWhenItWasMade() throws Exception {
        Files.write(file, content(1, 1000));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10_000)));
        server.awaitEtag("/kernel");
        try (var response = server.get("/kernel")) {
            String date = response.header("Last-Modified");
            assertTrue(!response.headers().getInstant("Last-Modified").isAfter(Instant.now()), date);
            assertEquals(200, server.status("/kernel", "If-Modified-Since", date));
            assertNotEquals(null, response.header("ETag"));
        }
    }
}
