package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FetchTest {
    private static final int SEGMENT = 64 * 1024;

    @TempDir
    Path directory;

    private void fetch(TransferSettings settings, RemoteArtifact artifact, byte[] content) throws Exception {
        try (BlobFetcher fetcher = new BlobFetcher(settings, SEGMENT)) {
            assertArrayEquals(content, Files.readAllBytes(fetcher.fetch(artifact, directory, Progress.NONE)));
        }
    }

    @Test
    void aReleaseComesWhole() throws Exception {
        List<byte[]> contents = List.of(
                Samples.bytes(1_000_000, 1), Samples.bytes(0, 2), Samples.bytes(SEGMENT, 3), Samples.bytes(1, 4));
        try (RoughServer server = new RoughServer((request, wire) -> RoughServer.serve(
                        contents.get(Integer.parseInt(request.path().substring(1))), request, wire));
                BlobFetcher fetcher = new BlobFetcher(Samples.patient(), SEGMENT)) {
            List<RemoteArtifact> artifacts = new ArrayList<>();
            for (int i = 0; i < contents.size(); i++) {
                artifacts.add(Samples.artifact("file" + i, contents.get(i), server.uri("/" + i)));
            }
            artifacts.add(Samples.artifact("same", contents.get(3), server.uri("/3")));
            var record = new ToldProgress();
            List<Path> files = fetcher.fetch(artifacts, directory.resolve("new/partial"), record);
            for (int i = 0; i < contents.size(); i++) {
                assertArrayEquals(contents.get(i), Files.readAllBytes(files.get(i)));
                assertTrue(record.lines.contains("started file" + i + " " + contents.get(i).length + " 0"));
                assertTrue(record.lines.contains("finished file" + i));
            }
            assertEquals(files.get(3), files.get(4));
            assertTrue(record.lines.contains("finished same"));
            assertEquals(1_000_000 + SEGMENT + 1, record.received.get());

            int before = server.requests().size();
            assertEquals(files, fetcher.fetch(artifacts, directory.resolve("new/partial"), new ToldProgress()));
            assertEquals(before, server.requests().size(), "all of it is there already");
        }
    }

    /** Four requests wait for each other: with fewer at once it would never end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void segmentsAndSmallFilesComeInParallel(int files) throws Exception {
        byte[] all = Samples.bytes(SEGMENT * 13, 1);
        var together = new CyclicBarrier(4);
        try (RoughServer server = new RoughServer((request, wire) -> {
                    byte[] content = content(all, files, request.path());
                    // The first request for one file is alone: whether the server sends ranges is found out with it.
                    if (files > 1 || request.number() > 0) {
                        meet(together);
                    }
                    RoughServer.serve(content, request, wire);
                });
                BlobFetcher fetcher = new BlobFetcher(Samples.patient(), files > 1 ? all.length : SEGMENT)) {
            List<RemoteArtifact> artifacts = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                artifacts.add(Samples.artifact("file" + i, content(all, files, "/" + i), server.uri("/" + i)));
            }
            fetcher.fetch(artifacts, directory, Progress.NONE);
        }
    }

    /** Each file begins elsewhere in the same bytes. */
    private static byte[] content(byte[] all, int files, String path) {
        return Arrays.copyOfRange(all, Integer.parseInt(path.substring(1)) * 10, all.length / files);
    }

    private static void meet(CyclicBarrier together) throws InterruptedException {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("not four at once", e);
        }
    }

    /** A limit on the size of files is the one full disk that a test can make without being root. */
    @Test
    void aDiskThatFillsUpIsToldOfWithItsNumbers() throws Exception {
        byte[] content = Samples.bytes(SEGMENT * 40, 1);
        try (RoughServer server = new RoughServer((request, wire) -> RoughServer.serve(content, request, wire))) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            Path errors = directory.resolve("errors");
            Process process = FetchProcess.startLimited(1_000_000, errors, artifact, directory, SEGMENT);
            assertEquals(1, process.waitFor());
            String text = Files.readString(errors);
            assertTrue(
                    text.contains("rootfs.img: cannot write "
                            + directory.resolve(artifact.digest().hex())),
                    text);
            assertTrue(text.contains("File too large. "), text);
            assertTrue(text.contains(" bytes are still to come, and "), text);
            fetch(Samples.patient(), artifact, content);
        }
    }

    @Test
    void twoFetchesOfOneArtifactAreNotMixed() throws Exception {
        byte[] content = Samples.bytes(10, 1);
        try (RoughServer server = new RoughServer((request, wire) -> RoughServer.serve(content, request, wire))) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            Path data = directory.resolve(artifact.digest().hex());
            try (FileChannel channel = FileChannel.open(data, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                String message = assertThrows(ReleaseException.class, () -> fetch(Samples.patient(), artifact, content))
                        .getMessage();
                assertEquals(
                        "rootfs.img: another fetch is writing " + data
                                + ". Wait until it is done, then do the same again.",
                        message);
            }
            fetch(Samples.patient(), artifact, content);
        }
    }

    @Test
    void whatDoesNotFitIsNotBegun() throws Exception {
        try (RoughServer server = new RoughServer((request, wire) -> wire.empty(404, ""));
                BlobFetcher fetcher = new BlobFetcher(Samples.hasty())) {
            var artifact = new RemoteArtifact(
                    "rootfs.img", 1L << 52, Digest.ofContent(new byte[0]), List.of(server.uri("/a")));
            String message = assertThrows(
                            ReleaseException.class, () -> fetcher.fetch(artifact, directory, Progress.NONE))
                    .getMessage();
            assertTrue(message.contains("4503599627370496 bytes are still to come, and "), message);
            assertTrue(message.contains(" are free there. Make room"), message);
            assertEquals(0, server.requests().size());
        }
    }

    /** Random sizes, segments, connections, and failures of any kind that should be survived. */
    @RepeatedTest(15)
    void whateverHappensOnTheWayTheBytesAreRight() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int segment = 1 + random.nextInt(200_000);
        Map<String, byte[]> contents = new ConcurrentHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int size = random.nextInt(3) == 0 ? segment * random.nextInt(4) : random.nextInt(2_000_000);
            contents.put("/" + i, Samples.bytes(Math.min(size, segment * 40), random.nextLong()));
        }
        boolean ranges = random.nextInt(4) > 0;
        try (RoughServer server = new RoughServer((request, wire) -> {
            byte[] content = contents.getOrDefault(request.path(), new byte[0]);
            var dice = new Random(seed + request.number());
            boolean whole =
                    !ranges || dice.nextInt(10) == 0 || !request.headers().containsKey("range");
            int[] range = whole ? new int[] {0, content.length - 1} : request.range(content.length);
            int to = range[1] + 1;
            switch (dice.nextInt(10)) {
                case 0 -> {
                    wire.empty(500 + dice.nextInt(5), "");
                    return;
                }
                case 1 -> {
                    wire.reset();
                    return;
                }
                case 2, 3 -> to = range[0] + dice.nextInt(Math.max(1, to - range[0]));
                default -> {}
            }
            if (whole) {
                wire.head(200, "Content-Length: " + content.length + "\r\n");
            } else {
                wire.partial(range[0], range[1], content.length, "");
            }
            wire.body(content, range[0], to);
            if (to != range[1] + 1) {
                wire.reset();
            }
        })) {
            var settings = Samples.patient().withConnections(1 + random.nextInt(5));
            List<RemoteArtifact> artifacts = contents.entrySet().stream()
                    .map(e -> Samples.artifact(e.getKey(), e.getValue(), server.uri(e.getKey())))
                    .toList();
            try (BlobFetcher fetcher = new BlobFetcher(settings, segment);
                    BlobVerifier verifier = new BlobVerifier(settings)) {
                List<Path> files = fetcher.fetch(artifacts, directory, Progress.NONE);
                for (int i = 0; i < artifacts.size(); i++) {
                    assertArrayEquals(
                            contents.get(artifacts.get(i).name()), Files.readAllBytes(files.get(i)), "seed " + seed);
                }
                assertEquals(Map.of(), verifier.verify(artifacts, Progress.NONE), "seed " + seed);
            }
        } catch (ReleaseException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
