package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plasmd.provider.server.Await;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
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
    private static final FileTime THEN = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
    private static final int LARGE = 24 << 20;

    private final String parent;
    private Path root;
    private ArtifactServer server;
    private Path file;

    FileIdentityTest(String parent) {
        this.parent = parent;
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(parent.isEmpty() || Files.isWritable(Path.of(parent)), "skipped: there is no " + parent);
        root = parent.isEmpty()
                ? Files.createTempDirectory("identity")
                : Files.createTempDirectory(Path.of(parent), "identity");
        file = Files.createDirectories(root.resolve("stable/x86_64")).resolve("vmlinuz");
        server = new ArtifactServer(Map.of("provider.endpoints.artifacts.directory", root.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
            try (var files = Files.walk(root)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static byte[] content(int seed, int size) {
        byte[] bytes = ArtifactServer.bytes(size + seed);
        return Arrays.copyOf(bytes, size);
    }

    private static void write(Path to, byte[] content) throws Exception {
        Files.write(to, content);
        Files.setLastModifiedTime(to, THEN);
    }

    private static void overwrite(Path to, byte[] content) throws Exception {
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
        }
        Files.setLastModifiedTime(to, THEN);
    }

    private static String etag(byte[] content) throws Exception {
        return '"' + ArtifactServer.sha256(content) + '"';
    }

    private void assertNowServed(byte[] content) throws Exception {
        Await.until("the digest of what is there", () -> {
            try (var response = server.get("/kernel")) {
                byte[] body = response.body().bytes();
                String tag = response.header("ETag");
                if (response.code() == 200) {
                    assertArrayEquals(content, body);
                    assertTrue(tag == null || tag.equals(etag(content)), tag);
                }
                return tag != null;
            }
        });
        assertEquals(
                ArtifactServer.sha256(content) + "  vmlinuz\n",
                new String(server.awaitBody("/stable/x86_64/vmlinuz.sha256"), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 300_000})
    void aFileOverwrittenInPlaceWithItsTimeSetBackHasADigestOfItsOwn(int size) throws Exception {
        write(file, content(1, size));
        assertEquals(etag(content(1, size)), server.awaitEtag("/kernel"));
        overwrite(file, content(2, size));
        assertNowServed(content(2, size));
    }

    @Test
    void aFileOverwrittenWhileTheServerIsDownHasADigestOfItsOwn() throws Exception {
        write(file, content(1, 1000));
        server.awaitEtag("/kernel");
        server.restartAfter(() -> overwrite(file, content(2, 1000)));
        assertNowServed(content(2, 1000));
    }

    @Test
    void aFileOfTheSameInodeNumberSizeAndTimeHasADigestOfItsOwn() throws Exception {
        write(file, content(1, 1000));
        server.awaitEtag("/kernel");
        // A number that is free is given to the next file, on ext4 and others.
        Files.delete(file);
        write(file, content(2, 1000));
        assertNowServed(content(2, 1000));
    }

    @Test
    void aDownloadOfAFileThatIsOverwrittenWithItsTimeSetBackIsNotComplete() throws Exception {
        write(file, content(1, LARGE));
        server.awaitEtag("/kernel");
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "")) {
            overwrite(file, content(2, LARGE));
            assertTrue(download.rest().length < download.promised());
        }
    }

    @Test
    void aDownloadOfAFileThatIsOverwrittenAndPutBackIsTheAnnouncedOneOrNotComplete() throws Exception {
        write(file, content(1, LARGE));
        server.awaitEtag("/kernel");
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "")) {
            overwrite(file, content(2, LARGE));
            overwrite(file, content(1, LARGE));
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
        write(file, content);
        server.awaitEtag("/kernel");
        try (var download = new SlowDownload(server.provider().port(), "/kernel", "")) {
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
        write(file, content(1, 1000));
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
        assertNowServed(content(1, 1000));
    }

    @Test
    void aDateThatTwoVersionsShareProvesNothingAfterTwoRestarts() throws Exception {
        write(file, content(1, 1000));
        server.awaitEtag("/kernel");
        String date = "Fri, 02 Jan 2026 03:04:05 GMT";
        assertEquals(304, server.status("/kernel", "If-Modified-Since", date));
        server.restartAfter(() -> {
            Path fresh = root.resolve(".fresh");
            write(fresh, content(2, 1000));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        });
        assertNowServed(content(2, 1000));
        assertEquals(200, server.status("/kernel", "If-Modified-Since", date));
        server.restart();
        assertNowServed(content(2, 1000));
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
