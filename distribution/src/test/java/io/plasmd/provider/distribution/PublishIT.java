package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code publish} and {@code rollback} from the tarball, beside a server, and with everything that can break them off. */
@Timeout(300)
final class PublishIT {
    private static final List<String> NAMES = List.of("vmlinuz", "initrd.img", "rootfs.squashfs");

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Install install;
    private Path artifacts;

    @BeforeEach
    void unpack() throws Exception {
        install = Tarball.unpack(directory);
        artifacts = scratch.resolve("artifacts");
    }

    /** Files of a size that takes some time, each with its version in its first bytes. */
    private Path files(String version, int size) throws IOException {
        Path files = Files.createDirectories(scratch.resolve("files-" + version));
        for (String name : NAMES) {
            byte[] content = new byte[size];
            new Random(version.hashCode()).nextBytes(content);
            byte[] label = (name + " of " + version + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(label, 0, content, 0, label.length);
            Files.write(files.resolve(name), content);
        }
        return files;
    }

    private RunningProcess start(String command, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--artifacts", artifacts.toString(), "--arch", "x86_64"));
        arguments.addAll(List.of(options));
        return Launch.of(install, scratch).start(arguments.toArray(String[]::new));
    }

    private String run(String command, String... options) throws Exception {
        try (RunningProcess process = start(command, options)) {
            assertEquals(0, process.status(), process.err());
            return process.out();
        }
    }

    private void publish(String version, int size) throws Exception {
        run("publish", "--version", version, files(version, size).toString());
    }

    @Test
    void aRunningServerFollowsAndNoRequestFails() throws Exception {
        publish("1", 1 << 20);
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            var stop = new AtomicBoolean();
            var requests = new AtomicInteger();
            List<Future<?>> readers = new ArrayList<>();
            for (String name : NAMES) {
                readers.add(threads.submit(() -> {
                    while (!stop.get()) {
                        assertOneVersion(server, name);
                        requests.incrementAndGet();
                    }
                    return null;
                }));
            }
            try {
                for (String version : List.of("2", "3", "4", "5", "6", "7")) {
                    publish(version, 1 << 20);
                    // At once: the link is what the very next request follows.
                    assertEquals(version, version(server, "rootfs.squashfs"));
                }
                run("rollback");
                assertEquals("6", version(server, "rootfs.squashfs"));
                run("rollback", "--to", "4");
                assertEquals("4", version(server, "rootfs.squashfs"));
            } finally {
                stop.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertTrue(requests.get() > 20, "only " + requests + " requests meanwhile");
            server.terminate();
            assertEquals(0, server.status());
            assertTrue(!server.err().contains("WARN"), server.err());
        }
    }

    /** All of one file, with the digest that its answer announces. */
    private static void assertOneVersion(RunningProcess server, String name) throws IOException {
        try (Response response = Http.get(server, "stable/x86_64/" + name)) {
            assertEquals(200, response.code());
            byte[] body = response.body().bytes();
            String announced = response.header("X-Content-SHA256");
            if (announced != null) {
                assertEquals(announced, Http.digest(new ByteArrayInputStream(body)));
            }
            assertEquals(1 << 20, body.length);
        }
    }

    private static String version(RunningProcess server, String name) throws IOException {
        try (Response response = Http.get(server, "stable/x86_64/" + name)) {
            String firstLine = response.body().string().lines().findFirst().orElseThrow();
            return firstLine.replaceFirst(".* of ", "");
        }
    }

    @Test
    void killedAtAnyMomentItLeavesTheOldRelease() throws Exception {
        publish("1", 1 << 20);
        Path files = files("2", 48 << 20);
        var random = new Random(1);
        long whole = System.nanoTime();
        run("publish", "--channel", "measured", files.toString());
        whole = System.nanoTime() - whole;
        for (int i = 0; i < 12; i++) {
            long until = System.nanoTime() + random.nextLong(whole);
            try (RunningProcess process = start("publish", "--version", "2", files.toString())) {
                Await.until("its time", () -> System.nanoTime() >= until || !process.isAlive());
            }
            // Closing it was kill -9.
            assertWholeRelease();
        }
        run("publish", "--version", "2", files.toString());
        assertEquals("2", assertWholeRelease());
        assertNoLeftovers();
    }

    /** The files behind the link are the three of one version, and none is cut short. */
    private String assertWholeRelease() throws IOException {
        List<String> versions = new ArrayList<>();
        for (String name : NAMES) {
            Path file = artifacts.resolve("stable/x86_64").resolve(name);
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                versions.add(lines.findFirst().orElseThrow().replaceFirst(".* of ", ""));
            }
            assertEquals(
                    -1,
                    Files.mismatch(
                            file,
                            scratch.resolve("files-" + versions.getFirst()).resolve(name)));
        }
        assertEquals(1, versions.stream().distinct().count(), versions.toString());
        return versions.getFirst();
    }

    private void assertNoLeftovers() throws IOException {
        try (Stream<Path> left = Files.list(artifacts.resolve(".releases/.staging"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** A limit of the size of files stands for a disk that is full: to the process it is the same. */
    @Test
    void aDiskThatIsFullLeavesTheOldRelease() throws Exception {
        publish("1", 1 << 20);
        Path files = files("2", 8 << 20);
        Launch limited = Launch.of(install, scratch)
                .by(
                        "/bin/sh",
                        "-c",
                        "ulimit -f 4096; exec \"$@\"",
                        "sh",
                        install.launcher().toString());
        try (RunningProcess process = limited.start(
                "publish",
                "--artifacts",
                artifacts.toString(),
                "--arch",
                "x86_64",
                "--version",
                "2",
                files.toString())) {
            assertEquals(1, process.status(), process.err());
            assertTrue(process.err().contains("release 1 is current, and whole"), process.err());
            assertEquals("", process.out());
        }
        assertEquals("1", assertWholeRelease());
        assertNoLeftovers();
        run("publish", "--version", "2", files.toString());
        assertEquals("2", assertWholeRelease());
    }

    @Test
    void twoAtOnceDoNotHurtEachOther() throws Exception {
        publish("1", 1 << 20);
        Path second = files("2", 32 << 20);
        Path third = files("3", 32 << 20);
        try (RunningProcess one = start("publish", "--version", "2", second.toString());
                RunningProcess other = start("publish", "--version", "3", third.toString())) {
            assertEquals(0, one.status(), one.err());
            assertEquals(0, other.status(), other.err());
        }
        assertTrue(List.of("2", "3").contains(assertWholeRelease()));
        String versions = run("versions");
        assertEquals(4, versions.lines().count(), versions);
        assertNoLeftovers();
    }

    @Test
    void aReleaseThatIsBeingSentIsKept() throws Exception {
        publish("1", 32 << 20);
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts);
                var slow = Http.open(server.url(), "GET /stable/x86_64/rootfs.squashfs HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertTrue(slow.getInputStream().read() >= 0);
            run("publish", "--version", "2", "--keep", "1", files("2", 1 << 20).toString());
            assertEquals(3, run("versions").lines().count());
            slow.close();
            Await.until("the server lets go of it", () -> {
                run(
                        "publish",
                        "--version",
                        "2",
                        "--keep",
                        "1",
                        files("2", 1 << 20).toString());
                return run("versions").lines().count() == 2;
            });
        }
    }
}
