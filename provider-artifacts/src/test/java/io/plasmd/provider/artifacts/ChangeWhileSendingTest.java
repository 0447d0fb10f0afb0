package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client gets one version whole, or a failure that it can see, however its bytes get to the network. */
@ParameterizedClass
@ValueSource(strings = {"mapped", "copy"})
final class ChangeWhileSendingTest {
    /** Far more than the buffers of a connection hold. */
    private static final int SIZE = 24 << 20;

    private static final String RANGE = "Range: bytes=1000-\r\n";
    private static final String SEVERAL = "Range: bytes=0-99,1000-\r\n";

    private static final int REPLACEMENTS = 60;

    private final String transfer;
    private ArtifactServer server;
    private byte[] content;
    private Path file;

    ChangeWhileSendingTest(String transfer) {
        this.transfer = transfer;
    }

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer(Map.of("provider.endpoints.artifacts.transfer", transfer));
        content = server.put("rootfs.img", SIZE);
        file = server.directory().resolve("rootfs.img");
        server.awaitEtag("/rootfs");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private SlowDownload download(String extraHeaders) throws Exception {
        return new SlowDownload(server.provider().port(), "/rootfs", extraHeaders);
    }

    @Test
    void aReplacedFileIsSentToItsEndAsItWas() throws Exception {
        try (SlowDownload download = download("")) {
            server.put("rootfs.img", SIZE / 2);
            assertArrayEquals(content, download.rest());
        }
        assertEquals(SIZE / 2, server.body("/rootfs").length);
    }

    @Test
    void aDeletedFileIsSentToItsEnd() throws Exception {
        try (SlowDownload download = download("")) {
            Files.delete(file);
            assertArrayEquals(content, download.rest());
        }
        assertEquals(404, server.status("/rootfs"));
    }

    @Test
    void aRangeOfAReplacedFileIsSentToItsEndAsItWas() throws Exception {
        try (SlowDownload download = download(RANGE)) {
            server.put("rootfs.img", SIZE / 2);
            assertArrayEquals(Arrays.copyOfRange(content, 1000, SIZE), download.rest());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", RANGE, SEVERAL})
    void aFileChangedInPlaceIsCutOff(String range) throws Exception {
        try (SlowDownload download = download(range)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), SIZE - 3);
            }
            byte[] got = download.rest();
            assertTrue(got.length < download.promised(), got.length + " of " + download.promised());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", RANGE})
    void noByteOfAnotherVersionLeavesWhereTheClientWaitedMeanwhile(String range) throws Exception {
        try (SlowDownload download = download(range)) {
            awaitStall();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(filled('x', SIZE)));
            }
            byte[] got = download.rest();
            assertTrue(got.length < download.promised(), got.length + " of " + download.promised());
            int from = (int) (SIZE - download.promised());
            assertArrayEquals(Arrays.copyOfRange(content, from, from + got.length), got);
        }
    }

    /** Until the network takes no more of the one download. */
    private void awaitStall() {
        var seen = new ArrayList<Object>();
        Await.until("the buffers of the connection to be full", () -> {
            Object sent = server.provider().metric("bytes_served_total");
            seen.add(sent);
            int last = seen.size() - 1;
            return !sent.equals(0L) && last >= 20 && seen.get(last - 20).equals(sent);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", RANGE, SEVERAL})
    void aTruncatedFileIsCutOffAndNotPadded(String range) throws Exception {
        try (SlowDownload download = download(range)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(SIZE - 1);
            }
            byte[] got = download.rest();
            assertTrue(got.length < download.promised(), got.length + " of " + download.promised());
        }
    }

    @Test
    void aFileThatGrowsIsCutOff() throws Exception {
        try (SlowDownload download = download("")) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            byte[] got = download.rest();
            assertTrue(got.length < download.promised());
        }
    }

    @Test
    void afterAChangeTheNewVersionIsServedWithItsOwnDigest() throws Exception {
        String before = server.awaitEtag("/rootfs");
        try (SlowDownload download = download("")) {
            Files.write(file, ArtifactServer.bytes(1000));
            assertTrue(download.rest().length < download.promised());
        }
        String after = Await.value("the digest of the new version", () -> {
            String etag = server.awaitEtag("/rootfs");
            return etag.equals(before) ? null : etag;
        });
        assertEquals('"' + ArtifactServer.sha256(ArtifactServer.bytes(1000)) + '"', after);
        assertArrayEquals(ArtifactServer.bytes(1000), server.body("/rootfs"));
    }

    /** Of all sizes: what is small is copied anyway, and what is very small is read at once. */
    @ParameterizedTest
    @ValueSource(ints = {20_000, 300_000, 3_000_000})
    void aFileThatIsWrittenAllTheTimeNeverYieldsAMixture(int size) throws Exception {
        Path small = server.directory().resolve("vmlinuz");
        byte[][] versions = {filled('a', size), filled('b', size)};
        ArtifactServer.put(small, versions[0], Instant.now());
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                try {
                    Files.write(small, versions[i % 2]);
                } catch (IOException e) {
                    return;
                }
            }
        });
        for (int i = 0; i < 300; i++) {
            try (var response = server.get("/kernel")) {
                byte[] body = response.body().bytes();
                if (response.code() == 200 && body.length > 0) {
                    for (byte b : body) {
                        assertEquals(body[0], b, "a mixture of two versions");
                    }
                }
            } catch (IOException e) {
                // Cut off: a failure that the client sees.
            }
        }
        writer.interrupt();
        writer.join();
        // The last version stays, and is served.
        Await.until("the settled file", () -> server.status("/kernel") == 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 3_000_000})
    void aFileThatIsReplacedAgainAndAgainIsSentWithTheDigestOfWhatIsSent(int size) throws Exception {
        replace(filled('a', size));
        server.awaitEtag("/kernel");
        var publisher = new FutureTask<>(() -> {
            for (int i = 0; i < REPLACEMENTS; i++) {
                // As long as the one before it: the length must not be what tells them apart.
                replace(filled((char) ('b' + i % 2), size));
                server.awaitEtag("/kernel");
            }
            return null;
        });
        Thread.ofPlatform().start(publisher);
        List<FutureTask<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var client = new FutureTask<>(() -> digestsAreThoseOfBodies(publisher));
            Thread.ofPlatform().start(client);
            clients.add(client);
        }
        for (FutureTask<Integer> client : clients) {
            assertTrue(client.get() > 0, "no answer had a digest");
        }
        publisher.get();
    }

    /** How many answers had a digest. */
    private int digestsAreThoseOfBodies(Future<?> publisher) throws Exception {
        int digested = 0;
        while (!publisher.isDone()) {
            try (var response = server.get("/kernel")) {
                byte[] body = response.body().bytes();
                String etag = response.header("ETag");
                if (response.code() == 200 && etag != null) {
                    digested++;
                    assertEquals('"' + ArtifactServer.sha256(body) + '"', etag);
                }
            } catch (IOException e) {
                // Cut off: a failure that the client sees.
            }
        }
        return digested;
    }

    private void replace(byte[] version) throws IOException {
        Path fresh = server.directory().resolve(".fresh");
        Files.write(fresh, version);
        Files.move(fresh, server.directory().resolve("vmlinuz"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] filled(char with, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
