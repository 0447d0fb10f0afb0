package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches that end before all is there, and go on. */
@Timeout(60)
class ResumeTest {
    private static final int SEGMENT = 64 * 1024;
    private static final String COMPLETE = "########";

    @TempDir
    Path directory;

    private Path marks(RemoteArtifact artifact) {
        return directory.resolve(artifact.digest().hex() + ".progress");
    }

    /** The marks of the segments, without the line before them. */
    private List<String> progress(RemoteArtifact artifact) throws Exception {
        String all = Files.readString(marks(artifact)).split("\n", -1)[1];
        return IntStream.range(0, all.length() / 8)
                .mapToObj(i -> all.substring(8 * i, 8 * i + 8))
                .toList();
    }

    private static long there(String mark) {
        return mark.equals(COMPLETE) ? SEGMENT : Long.parseLong(mark, 16);
    }

    private void fetch(TransferSettings settings, RemoteArtifact artifact, byte[] content) throws Exception {
        try (BlobFetcher fetcher = new BlobFetcher(settings, SEGMENT)) {
            assertArrayEquals(content, Files.readAllBytes(fetcher.fetch(artifact, directory, Progress.NONE)));
        }
    }

    /** The fetching thread is interrupted, as on Ctrl-C in an interactive program. */
    @Test
    void anInterruptedFetchEndsAtOnceAndGoesOnLater() throws Exception {
        byte[] content = Samples.bytes(SEGMENT * 20 + 17, 1);
        var hanging = new CountDownLatch(4);
        var broken = new AtomicReference<Exception>();
        var told = new ToldProgress();
        try (RoughServer server = new RoughServer((request, wire) -> {
            int[] range = request.range(content.length);
            if (request.number() >= 6 && hanging.getCount() > 0) {
                wire.partial(range[0], range[1], content.length, "");
                wire.body(content, range[0], range[0] + 1000);
                hanging.countDown();
                wire.silence();
            }
            RoughServer.serve(content, request, wire);
        })) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            Thread thread = Thread.ofPlatform().start(() -> {
                try (BlobFetcher fetcher = new BlobFetcher(Samples.patient(), SEGMENT)) {
                    fetcher.fetch(artifact, directory, told);
                } catch (Exception e) {
                    broken.set(e);
                }
            });
            // So that four segments are there in part, which counts too.
            Samples.await("bytes to be written", () -> told.received.get() == 6 * SEGMENT + 4 * 1000);
            long start = System.nanoTime();
            thread.interrupt();
            thread.join();
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
            assertInstanceOf(InterruptedException.class, broken.get());
            Samples.await("threads to end", () -> Samples.threads().isEmpty());
            Samples.await("connections to end", () -> server.openConnections() == 0);

            List<String> missing = missing(artifact);
            assertEquals(15, missing.size());
            assertEquals(
                    4, progress(artifact).stream().filter("000003e8"::equals).count());
            int before = server.requests().size();
            fetch(Samples.patient(), artifact, content);
            assertEquals(missing, ranges(server, before));
        }
    }

    /** The server sends everything, of which only some is wanted. */
    @Test
    void aFetchGoesOnFromAServerWithoutRanges() throws Exception {
        byte[] content = Samples.bytes(SEGMENT * 20 + 17, 1);
        try (RoughServer server = new RoughServer((request, wire) -> {
            wire.head(200, "Content-Length: " + content.length + "\r\n");
            wire.body(content, 0, content.length);
        })) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            fetch(Samples.patient(), artifact, content);
            String all = Files.readString(marks(artifact));
            int first = all.indexOf('#');
            StringBuilder holes = new StringBuilder(all);
            for (int i = 3; i < 20; i += 5) {
                holes.replace(first + 8 * i, first + 8 * i + 8, i == 8 ? "00000100" : "00000000");
            }
            Files.writeString(marks(artifact), holes);
            int before = server.requests().size();
            var told = new ToldProgress();
            try (BlobFetcher fetcher = new BlobFetcher(Samples.patient(), SEGMENT)) {
                assertArrayEquals(content, Files.readAllBytes(fetcher.fetch(artifact, directory, told)));
            }
            assertEquals(4 * SEGMENT, told.received.get());
            assertEquals(before + 1, server.requests().size());
            assertEquals(all, Files.readString(marks(artifact)));
        }
    }

    /** What a run should ask for, by the marks. */
    private List<String> missing(RemoteArtifact artifact) throws Exception {
        List<String> progress = progress(artifact);
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < progress.size(); i++) {
            if (!progress.get(i).equals(COMPLETE)) {
                long start = (long) i * SEGMENT + there(progress.get(i));
                long end = Math.min(artifact.size(), (i + 1L) * SEGMENT);
                ranges.add("bytes=" + start + "-" + (end - 1));
            }
        }
        return ranges;
    }

    private static List<String> ranges(RoughServer server, int after) {
        return server.requests().stream()
                .skip(after)
                .map(r -> r.headers().getOrDefault("range", "all"))
                .sorted((a, b) -> Long.compare(first(a), first(b)))
                .toList();
    }

    private static long first(String range) {
        return Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    }

    /** A process that is killed while bytes pour in, several times, each time it has come a random bit further. */
    @Test
    void aKilledFetchGoesOn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] content = Samples.bytes(SEGMENT * 300 + 1, 1);
        var sent = new AtomicLong();
        try (RoughServer server = new RoughServer((request, wire) -> {
            int[] range = request.range(content.length);
            wire.partial(range[0], range[1], content.length, "");
            for (int at = range[0]; at <= range[1]; at += 10_000) {
                int to = Math.min(range[1] + 1, at + 10_000);
                wire.body(content, at, to);
                sent.addAndGet(to - at);
            }
        })) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            int killed = 0;
            long there = 0;
            for (int i = 0; i < 5; i++) {
                long until = sent.get() + random.nextInt(content.length / 5);
                Process process = FetchProcess.start(
                        List.of(), directory.resolve("errors"), "fetch", artifact, directory, SEGMENT);
                Samples.await("bytes to be sent", () -> sent.get() > until);
                process.destroyForcibly().waitFor();
                killed += process.exitValue() == 137 ? 1 : 0;
                if (Files.exists(marks(artifact))) {
                    long now = progress(artifact).stream()
                            .mapToLong(ResumeTest::there)
                            .sum();
                    assertTrue(now >= there, "seed " + seed + ": " + now + " bytes after " + there);
                    there = now;
                }
            }
            assertTrue(killed > 0, "seed " + seed);
            List<String> missing = missing(artifact);
            int before = server.requests().size();
            fetch(Samples.patient(), artifact, content);
            assertEquals(missing, ranges(server, before), "seed " + seed);
            System.out.println("killed " + killed + " times, at last with " + there + " bytes");
        }
    }

    /** Interrupted every three seconds, with pieces of 8 MiB that take longer, a fetch would never get on. */
    @Test
    void aKilledFetchKeepsWhatItHasOfASegment() throws Exception {
        byte[] content = Samples.bytes(SEGMENT * 16, 1);
        var sent = new AtomicLong();
        try (RoughServer server = new RoughServer((request, wire) -> {
            int[] range = request.range(content.length);
            wire.partial(range[0], range[1], content.length, "");
            for (int at = range[0]; at <= range[1]; at += 4096) {
                int to = Math.min(range[1] + 1, at + 4096);
                wire.body(content, at, to);
                sent.addAndGet(to - at);
                // Slow, as what is tested is the time: 200 kB/s.
                Thread.sleep(sent.get() < content.length ? 20 : 0);
            }
        })) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            Process process = FetchProcess.start(
                    List.of(), directory.resolve("errors"), "fetch", artifact, directory, content.length);
            Samples.await("bytes of two seconds", () -> sent.get() > 400_000);
            process.destroyForcibly().waitFor();
            long sentBefore = sent.get();
            long there = there(progress(artifact).getFirst());
            assertTrue(there > sentBefore - 200_000, there + " of " + sentBefore + " bytes");
            sent.set(content.length);
            int before = server.requests().size();
            try (BlobFetcher fetcher = new BlobFetcher(Samples.patient(), content.length)) {
                assertArrayEquals(content, Files.readAllBytes(fetcher.fetch(artifact, directory, Progress.NONE)));
            }
            assertEquals(List.of("bytes=" + there + "-" + (content.length - 1)), ranges(server, before));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#####",
                "nonsense",
                "longer",
                "another header",
                "a letter",
                "too many",
                "no data",
                "too much data"
            })
    void progressThatMakesNoSenseMeansStartingOver(String how) throws Exception {
        byte[] content = Samples.bytes(SEGMENT * 5, 1);
        try (RoughServer server = new RoughServer((request, wire) -> RoughServer.serve(content, request, wire))) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            fetch(Samples.patient(), artifact, content);
            String right = Files.readString(marks(artifact));
            Path data = directory.resolve(artifact.digest().hex());
            // So that believing it would be noticed.
            Files.write(data, new byte[content.length]);
            switch (how) {
                case "longer" -> Files.writeString(marks(artifact), right + COMPLETE);
                case "another header" -> Files.writeString(marks(artifact), right.replace("partial 2", "partial 3"));
                case "a letter" -> Files.writeString(marks(artifact), right.substring(0, right.length() - 1) + "x");
                case "too many" ->
                    Files.writeString(marks(artifact), right.substring(0, right.length() - 8) + "00010001");
                case "no data" -> Files.delete(data);
                case "too much data" -> Files.write(data, new byte[content.length + 1]);
                default -> Files.writeString(marks(artifact), how);
            }
            fetch(Samples.patient(), artifact, content);
        }
    }

    /** As after a power cut: the marks were on the disk, the bytes were not. */
    @Test
    void whatAFormerRunLeftIsDigestedToo() throws Exception {
        byte[] content = Samples.bytes(SEGMENT * 5, 1);
        try (RoughServer server = new RoughServer((request, wire) -> RoughServer.serve(content, request, wire))) {
            RemoteArtifact artifact = Samples.artifact(content, server);
            fetch(Samples.patient(), artifact, content);
            Path data = directory.resolve(artifact.digest().hex());
            try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(4096), 8192);
            }
            String message = assertThrows(ReleaseException.class, () -> fetch(Samples.patient(), artifact, content))
                    .getMessage();
            assertTrue(message.contains("was deleted"), message);
            fetch(Samples.patient(), artifact, content);
        }
    }
}
