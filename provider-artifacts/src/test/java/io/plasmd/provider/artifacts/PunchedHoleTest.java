package io.plasmd.provider.artifacts;

import static io.plasmd.provider.artifacts.ServedFile.content;
import static io.plasmd.provider.artifacts.ServedFile.etag;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.Programs;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hole that is punched into a file whose time is set back makes another version of it, on a disk and in memory. */
@ParameterizedClass
@ValueSource(strings = {"", "/dev/shm"})
final class PunchedHoleTest {
    private static final int BLOCK = 4096;

    private final String parent;
    private ServedFile served;
    private ArtifactServer server;

    PunchedHoleTest(String parent) {
        this.parent = parent;
    }

    @BeforeEach
    void start() throws Exception {
        Programs.require("fallocate", "util-linux");
        served = new ServedFile(parent);
        server = served.server();
    }

    @AfterEach
    void stop() throws Exception {
        if (served != null) {
            served.close();
        }
    }

    private static byte[] whole(int size) {
        return content(1, size);
    }

    /** Without its last whole block. */
    private static byte[] punched(int size) {
        byte[] content = whole(size);
        Arrays.fill(content, hole(size), hole(size) + BLOCK, (byte) 0);
        return content;
    }

    private static int hole(int size) {
        return (size / BLOCK - 1) * BLOCK;
    }

    private void punch(int size) throws Exception {
        served.punch(hole(size), BLOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 300_000})
    void theFileHasADigestOfItsOwn(int size) throws Exception {
        served.write(whole(size));
        served.assertNowServed(whole(size));
        punch(size);
        served.assertNowServed(punched(size));
        assertNotEquals(200, server.status("/blobs/sha256/" + ArtifactServer.sha256(whole(size))));
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 300_000})
    void theFileHasADigestOfItsOwnWhereItWasDoneWhileTheServerWasDown(int size) throws Exception {
        served.write(whole(size));
        served.assertNowServed(whole(size));
        server.restartAfter(() -> punch(size));
        served.assertNowServed(punched(size));
        server.restart();
        served.assertNowServed(punched(size));
    }

    @Test
    void theFileHasADigestOfItsOwnWhereTheFirstWasJustBeingComputed() throws Exception {
        int size = ServedFile.LARGE;
        served.write(whole(size));
        server.status("/kernel");
        Await.until("it to be digested", PunchedHoleTest::isDigesting);
        punch(size);
        served.assertNowServed(punched(size));
    }

    private static boolean isDigesting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("digest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Range: bytes=1000-\r\n", "Range: bytes=0-99,1000-\r\n"})
    void aDownloadThatWasUnderWayIsNotComplete(String range) throws Exception {
        int size = ServedFile.LARGE;
        served.write(whole(size));
        assertEquals(etag(whole(size)), server.awaitEtag("/kernel"));
        try (SlowDownload download = served.download(range)) {
            punch(size);
            byte[] got = download.rest();
            assertTrue(got.length < download.promised(), got.length + " of " + download.promised());
        }
        served.assertNowServed(punched(size));
    }

    @Test
    void aDownloadIsNotResumedWithTheBytesOfTheOther() throws Exception {
        int size = 300_000;
        served.write(whole(size));
        String etag = server.awaitEtag("/kernel");
        server.restartAfter(() -> punch(size));
        Await.until("an answer", () -> {
            try (var response = server.get("/kernel", "Range", "bytes=1000-", "If-Range", etag)) {
                byte[] body = response.body().bytes();
                assertNotEquals(206, response.code());
                if (response.code() == 200) {
                    assertArrayEquals(punched(size), body);
                }
                return response.header("ETag") != null;
            }
        });
        assertEquals(412, server.status("/kernel", "Range", "bytes=1000-", "If-Match", etag));
    }
}
