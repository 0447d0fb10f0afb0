package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are broken, busy, gone, or something else than a provider. */
@Timeout(30)
class BadServerTest {
    private static final int SEGMENT = 64 * 1024;
    private static final byte[] CONTENT = Samples.bytes(300_000, 1);
    private static final byte[] OTHER = Samples.bytes(300_000, 2);

    @TempDir
    Path directory;

    private Path fetch(TransferSettings settings, RemoteArtifact artifact) throws Exception {
        try (BlobFetcher fetcher = new BlobFetcher(settings, SEGMENT)) {
            return fetcher.fetch(artifact, directory, Progress.NONE);
        } finally {
            Samples.await("threads to end", () -> Samples.threads().isEmpty());
        }
    }

    private void assertFetched(TransferSettings settings, RemoteArtifact artifact) throws Exception {
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch(settings, artifact)));
    }

    /** By both, with the same words: both read in the same way. */
    private String refusal(RoughServer.Behaviour behaviour) throws Exception {
        return failure(Samples.patient(), behaviour);
    }

    /** After some tries. */
    private String givingUp(RoughServer.Behaviour behaviour) throws Exception {
        return failure(Samples.hasty(), behaviour);
    }

    private String failure(TransferSettings settings, RoughServer.Behaviour behaviour) throws Exception {
        try (RoughServer server = new RoughServer(behaviour)) {
            RemoteArtifact artifact = Samples.artifact(CONTENT, server);
            String message = assertThrows(ReleaseException.class, () -> fetch(settings, artifact))
                    .getMessage();
            assertTrue(message.startsWith("rootfs.img: "), message);
            assertTrue(message.contains(server.uri("/a").toString()), message);
            try (BlobVerifier verifier = new BlobVerifier(settings)) {
                assertThrows(ReleaseException.class, () -> verifier.verify(artifact, Progress.NONE));
            }
            Samples.await("connections to end", () -> server.openConnections() == 0);
            return message;
        }
    }

    private static void assertContains(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void wrongBytesAreRefusedAndNotKept() throws Exception {
        String message = refusal((request, wire) -> RoughServer.serve(OTHER, request, wire));
        assertContains(
                message,
                Digest.ofContent(OTHER).prefixed(),
                Digest.ofContent(CONTENT).prefixed(),
                "was deleted");
        try (var files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void anotherLengthIsRefused() throws Exception {
        byte[] longer = Samples.bytes(300_001, 1);
        assertContains(
                refusal((request, wire) -> RoughServer.serve(longer, request, wire)),
                "has 300001 bytes; the manifest says 300000");
        assertContains(
                refusal((request, wire) -> {
                    wire.head(200, "Content-Length: 299999\r\n");
                    wire.body(CONTENT, 0, 299_999);
                }),
                "has 299999 bytes; the manifest says 300000");
        assertContains(
                refusal((request, wire) -> wire.empty(416, "Content-Range: bytes */1000\r\n")),
                "has 1000 bytes; the manifest says 300000");
    }

    @Test
    void aLengthThatIsNoneIsSaidInWords() throws Exception {
        for (String length : new String[] {"9223372036854775808", "many"}) {
            String message = givingUp((request, wire) -> wire.head(200, "Content-Length: " + length + "\r\n"));
            assertContains(message, "Content-Length");
            assertFalse(message.contains("input string"), message);
        }
    }

    @Test
    void aBodyThatEndsEarlyOrLateIsRefused() throws Exception {
        assertContains(
                refusal((request, wire) -> {
                    wire.head(200, "Transfer-Encoding: chunked\r\n");
                    wire.text("3e8\r\n");
                    wire.body(CONTENT, 0, 1000);
                    wire.text("\r\n0\r\n\r\n");
                }),
                "ended after 1000 of 300000 bytes, as if that were all");
        assertContains(
                refusal((request, wire) -> {
                    wire.head(200, "Connection: close\r\n");
                    wire.body(CONTENT, 0, CONTENT.length);
                    wire.body(CONTENT, 0, 1000);
                    wire.end();
                }),
                "sends more than the 300000 bytes");
    }

    @Test
    void aContentRangeThatWasNotAskedForIsRefused() throws Exception {
        assertContains(
                refusal((request, wire) -> {
                    wire.partial(1, SEGMENT, CONTENT.length, "");
                    wire.body(CONTENT, 1, SEGMENT + 1);
                }),
                "Content-Range \"bytes 1-65536/300000\"",
                "expected \"bytes 0-65535/300000\"");
        assertContains(
                refusal((request, wire) ->
                        wire.head(206, "Content-Type: multipart/byteranges\r\nContent-Length: 0\r\n")),
                "Content-Range \"\"");
    }

    @Test
    void aCompressedAnswerIsRefused() throws Exception {
        assertContains(
                refusal((request, wire) -> {
                    assertEquals("identity", request.headers().get("accept-encoding"));
                    wire.head(200, "Content-Encoding: gzip\r\nContent-Length: 300000\r\n");
                }),
                "Content-Encoding gzip");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        assertContains(
                refusal((request, wire) -> wire.empty(302, "Location: http://127.0.0.1:1/b\r\n")),
                "answered 302",
                "redirect to \"http://127.0.0.1:1/b\"",
                "use the URL that it redirects to");
    }

    @Test
    void otherStatusesAreRefusedAtOnce() throws Exception {
        assertContains(refusal((request, wire) -> wire.empty(403, "")), "answered 403; expected 200 or 206");
    }

    @Test
    void whatIsNotFoundAnywhereIsFinal() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> wire.empty(404, ""))) {
            var artifact = Samples.artifact("kernel", CONTENT, server.uri("/blobs/x"), server.uri("/stable/x"));
            String message = assertThrows(ReleaseException.class, () -> fetch(Samples.patient(), artifact))
                    .getMessage();
            assertContains(
                    message,
                    "kernel: " + server.uri("/blobs/x") + " answered 404",
                    server.uri("/stable/x") + " answered 404",
                    "read the manifest again");
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void whatIsNotFoundAsABlobIsReadFromItsPath() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
            if (request.path().startsWith("/blobs/")) {
                wire.empty(404, "");
            } else {
                RoughServer.serve(CONTENT, request, wire);
            }
        })) {
            var artifact = Samples.artifact("kernel", CONTENT, server.uri("/blobs/x"), server.uri("/stable/x"));
            assertFetched(Samples.patient(), artifact);
            assertEquals(
                    1,
                    server.requests().stream()
                            .filter(r -> r.path().equals("/blobs/x"))
                            .count());
        }
    }

    @Test
    void aPathThatHasMovedOnIsSaidToHave() throws Exception {
        String etag = "ETag: " + Digest.ofContent(OTHER).etag() + "\r\n";
        assertContains(
                refusal((request, wire) -> {
                    int[] range = request.range(OTHER.length);
                    wire.partial(range[0], range[1], OTHER.length, etag);
                    wire.body(OTHER, range[0], range[1] + 1);
                }),
                "has another version now, " + Digest.ofContent(OTHER).prefixed(),
                "read the manifest again");
    }

    /** Only a server that has shown the digest as its tag is asked to hold to it: any other would refuse. */
    @Test
    void aPathThatMovesOnWhileItIsReadIsSaidToHave() throws Exception {
        Digest digest = Digest.ofContent(CONTENT);
        assertContains(
                refusal((request, wire) -> {
                    if (request.headers().containsKey("if-match")) {
                        assertEquals(digest.etag(), request.headers().get("if-match"));
                        wire.empty(412, "");
                    } else {
                        int[] range = request.range(CONTENT.length);
                        wire.partial(range[0], range[1], CONTENT.length, "ETag: " + digest.etag() + "\r\n");
                        wire.body(CONTENT, range[0], range[0] + 1000);
                        wire.reset();
                    }
                }),
                "has another version now than " + digest.prefixed());
    }

    @Test
    void aServerWithoutRangesSendsItOnce() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
            wire.head(200, "Content-Length: 300000\r\nETag: \"its-own\"\r\n");
            wire.body(CONTENT, 0, CONTENT.length);
        })) {
            assertFetched(Samples.patient(), Samples.artifact(CONTENT, server));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aServerWithoutRangesThatBreaksOffIsReadToTheEnd() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
            wire.head(200, "Content-Length: 300000\r\n");
            wire.body(CONTENT, 0, Math.min(CONTENT.length, 100_000 * (request.number() + 1)));
            if (request.number() < 2) {
                wire.reset();
            }
        })) {
            assertFetched(Samples.patient(), Samples.artifact(CONTENT, server));
        }
    }

    /** Though it sends many bytes at every try, it comes no further. */
    @Test
    void aServerThatAlwaysBreaksOffAtTheSameByteIsGivenUp() throws Exception {
        assertContains(
                givingUp((request, wire) -> {
                    wire.head(200, "Connection: close\r\n");
                    wire.body(CONTENT, 0, 100_000);
                    wire.end();
                }),
                "ended after 100000 of 300000 bytes; given up after");
    }

    /** As one behind a balancer may, of which one half is older. */
    @Test
    void aServerThatSendsRangesOnlySometimesWillDo() throws Exception {
        for (int sort = 2; sort < 5; sort++) {
            int every = sort;
            try (RoughServer server = new RoughServer((request, wire) -> {
                if (request.number() % every == 1) {
                    wire.head(200, "Content-Length: 300000\r\n");
                    wire.body(CONTENT, 0, CONTENT.length);
                } else {
                    RoughServer.serve(CONTENT, request, wire);
                }
            })) {
                Path file = fetch(Samples.patient(), Samples.artifact(CONTENT, server));
                assertArrayEquals(CONTENT, Files.readAllBytes(file));
                Files.delete(file);
            }
        }
    }

    @Test
    void chunksWithoutALengthWillDo() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
            wire.head(200, "Transfer-Encoding: chunked\r\n");
            for (int at = 0; at < CONTENT.length; at += 1000) {
                wire.text("3e8\r\n");
                wire.body(CONTENT, at, at + 1000);
                wire.text("\r\n");
            }
            wire.text("0\r\n\r\n");
        })) {
            assertFetched(Samples.patient(), Samples.artifact(CONTENT, server));
        }
    }

    @Test
    void aBusyServerIsWaitedForAsLongAsItAsks() throws Exception {
        long start = System.nanoTime();
        try (RoughServer server = new RoughServer((request, wire) -> {
            switch (request.number()) {
                case 0 -> wire.empty(503, "Retry-After: 1\r\n");
                case 1 -> wire.empty(500, "");
                case 2 -> wire.empty(429, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n");
                default -> RoughServer.serve(CONTENT, request, wire);
            }
        })) {
            assertFetched(Samples.patient(), Samples.artifact(CONTENT, server));
        }
        assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aServerThatStaysBusyIsGivenUp() throws Exception {
        assertContains(
                givingUp((request, wire) -> wire.empty(503, "")),
                "answered 503; given up after",
                "500 ms without a byte");
        assertContains(
                givingUp((request, wire) -> wire.empty(503, "Retry-After: 3600\r\n")),
                "answered 503 and asks to wait 3600 s; to wait so long is too long");
    }

    @Test
    void aConnectionThatBreaksOffGoesOnAtThatByte() throws Exception {
        var received = new AtomicLong();
        Progress progress = new Progress() {
            @Override
            public void received(String name, long bytes) {
                received.addAndGet(bytes);
            }
        };
        try (RoughServer server = new RoughServer((request, wire) -> {
                    int[] range = request.range(CONTENT.length);
                    wire.partial(range[0], range[1], CONTENT.length, "");
                    wire.body(CONTENT, range[0], Math.min(range[1] + 1, range[0] + 40_000));
                    if (range[1] + 1 > range[0] + 40_000) {
                        // The JDK's client may drop what it has read ahead when the connection ends.
                        Samples.await("the client to have it", () -> received.get() >= range[0] + 40_000);
                        wire.end();
                    }
                });
                BlobFetcher fetcher = new BlobFetcher(Samples.patient().withConnections(1), SEGMENT)) {
            Path fetched = fetcher.fetch(Samples.artifact(CONTENT, server), directory, progress);
            assertArrayEquals(CONTENT, Files.readAllBytes(fetched));
            assertEquals("bytes=0-65535", server.requests().get(0).headers().get("range"));
            assertEquals("bytes=40000-65535", server.requests().get(1).headers().get("range"));
        }
    }

    @Test
    void aSilentServerIsGivenUp() throws Exception {
        assertContains(givingUp((request, wire) -> wire.silence()), "sent no answer for 300 ms");
        assertContains(
                givingUp((request, wire) -> {
                    int[] range = request.range(CONTENT.length);
                    wire.partial(range[0], range[1], CONTENT.length, "");
                    wire.silence();
                }),
                "sent nothing for 300 ms");
    }

    @Test
    void aSlowServerIsNotGivenUp() throws Exception {
        var settings = Samples.patient().withPatience(Duration.ofSeconds(1)).withMinRate(1);
        byte[] little = Samples.bytes(12, 1);
        try (RoughServer server = new RoughServer((request, wire) -> {
            int[] range = request.range(little.length);
            // The pace of the server, in all longer than its client's patience. And each connection breaks off.
            Thread.sleep(100);
            if (range[0] == 0) {
                wire.head(200, "Content-Length: 12\r\n");
            } else {
                wire.partial(range[0], 11, 12, "");
            }
            wire.body(little, range[0], range[0] + 1);
            wire.end();
        })) {
            assertArrayEquals(little, Files.readAllBytes(fetch(settings, Samples.artifact(little, server))));
        }
    }

    @Test
    void aServerThatDripsIsGivenUpAndWhatHasComeIsKept() throws Exception {
        var settings = Samples.patient().withPatience(Duration.ofSeconds(1)).withConnections(1);
        byte[] content = Samples.bytes(10_000, 1);
        try (RoughServer server = new RoughServer((request, wire) -> {
            int[] range = request.range(content.length);
            if (request.number() > 0) {
                RoughServer.serve(content, request, wire);
                return;
            }
            wire.head(200, "Content-Length: 10000\r\n");
            for (int i = range[0]; i <= range[1]; i++) {
                wire.body(content, i, i + 1);
                Thread.sleep(20);
            }
        })) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            long begin = System.nanoTime();
            assertContains(
                    assertThrows(ReleaseException.class, () -> fetch(settings, artifact))
                            .getMessage(),
                    "less than 1024 bytes a second (--min-rate)");
            assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 15);
            assertArrayEquals(content, Files.readAllBytes(fetch(settings, artifact)));
        }
    }

    @Test
    void aManifestThatDripsIsGivenUp() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
            wire.head(200, "Content-Length: 10000\r\n");
            while (true) {
                wire.text("x");
                Thread.sleep(20);
            }
        })) {
            var settings = Samples.patient().withManifestTime(Duration.ofMillis(500));
            try (var client = new RemoteClient(settings)) {
                var manifest = new RemoteManifest(client, settings);
                assertContains(
                        assertThrows(
                                        ReleaseException.class,
                                        () -> manifest.get(new Origin(
                                                server.uri("/manifest.json"),
                                                server.uri("").toString(),
                                                List.of(),
                                                Optional.empty())))
                                .getMessage(),
                        "was not there as a whole after 500 ms (--manifest-timeout)");
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsGivenUp() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var nobody = Samples.artifact("kernel", CONTENT, URI.create("http://127.0.0.1:" + port + "/a"));
        assertContains(
                assertThrows(ReleaseException.class, () -> fetch(Samples.hasty(), nobody))
                        .getMessage(),
                "kernel: http://127.0.0.1:" + port + "/a refused the connection; given up after");
        var unknown = Samples.artifact("kernel", CONTENT, URI.create("http://no-such-host.invalid/a"));
        assertContains(
                assertThrows(ReleaseException.class, () -> fetch(Samples.hasty(), unknown))
                        .getMessage(),
                "no address is known for the host no-such-host.invalid");
    }

    @Test
    void whatIsNotHttpIsGivenUp() throws Exception {
        String message = givingUp((request, wire) -> {
            wire.text("220 mail.example ESMTP\r\n\u001b[31m\r\n");
            wire.end();
        });
        assertContains(message, "gave no answer");
        assertFalse(message.contains("\u001b"), message);
    }

    @Test
    void everyRequestSaysWhoAsks() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> RoughServer.serve(CONTENT, request, wire))) {
            assertFetched(Samples.patient(), Samples.artifact(CONTENT, server));
            assertEquals("provider/test", server.requests().get(0).headers().get("user-agent"));
        }
    }

    @Test
    void aMirrorWithItsOwnTagsIsNoOtherVersion() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> {
            int[] range = request.range(CONTENT.length);
            assertFalse(request.headers().containsKey("if-match"));
            wire.partial(range[0], range[1], CONTENT.length, "ETag: \"67af1c2e-493e0\"\r\n");
            wire.body(CONTENT, range[0], range[1] + 1);
        })) {
            assertFetched(Samples.patient(), Samples.artifact(CONTENT, server));
        }
    }
}
