package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.FuseMount;
import io.plasmd.provider.server.RunningProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of which one channel is on a file system that stops answering when it is told to, and another one is on a disk of
 * this machine.
 */
@SuppressWarnings("NullAway.Init")
abstract class SilentFileSystem {
    static final byte[] KERNEL = "kernel".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    /** More than the kernel takes ahead of a client. */
    static final int LARGE = 64 << 20;

    /** The three seconds that a call may take, and what a busy machine needs. */
    static final Duration IN_TIME = Duration.ofSeconds(5);

    /** Whoever had waited for the file system would have done so for three. */
    static final Duration AT_ONCE = Duration.ofSeconds(2);

    @TempDir
    Path scratch;

    Path flag;
    Path artifacts;
    FuseMount fileSystem;
    RunningProvider provider;
    String digest;

    @Nullable
    RunningProvider running;

    /** How a request went. */
    record Answer(String path, int status, @Nullable String retryAfter, Duration took) {}

    @BeforeEach
    void serve() throws Exception {
        FuseMount.require();
        flag = scratch.resolve("silent");
        artifacts = scratch.resolve("artifacts");
        Path source = scratch.resolve("source");
        files(Files.createDirectories(source.resolve("x86_64")), KERNEL);
        files(Files.createDirectories(source.resolve("tree/stable/x86_64")), KERNEL);
        files(Files.createDirectories(artifacts.resolve("local/x86_64")), new byte[100_000]);
        Path mountpoint = Files.createDirectories(artifacts.resolve("remote"));
        fileSystem = FuseMount.of(
                SilentFileSystem.class, "silent-file-system.py", scratch, source, mountpoint, flag.toString());
        provider = start(artifacts);
        awaitStatus(200, "/local/x86_64/SHA256SUMS");
        awaitStatus(200, "/remote/x86_64/SHA256SUMS");
        try (Response response = provider.head("/kernel")) {
            digest = Objects.requireNonNull(response.header("X-Content-SHA256"));
        }
    }

    RunningProvider start(Path directory) throws Exception {
        running = RunningProvider.start(Map.of(
                "provider.endpoints.artifacts.directory", directory.toString(),
                "provider.endpoints.artifacts.scan-interval", "100ms",
                "provider.endpoints.artifacts.digest.upload-rest", "0s",
                "provider.arch", "x86_64",
                "provider.channel", "remote",
                "provider.shutdown.grace", "2s",
                "provider.limits.stall-timeout", "4s"));
        return running;
    }

    static void files(Path directory, byte[] kernel) throws IOException {
        Files.write(directory.resolve("vmlinuz"), kernel);
        Files.writeString(directory.resolve("small.txt"), "small");
        try (var large = new RandomAccessFile(directory.resolve("rootfs.sqfs").toFile(), "rw")) {
            large.setLength(LARGE);
        }
    }

    @AfterEach
    void end() throws Exception {
        Files.deleteIfExists(flag);
        if (running != null) {
            running.close();
        }
        if (fileSystem != null) {
            fileSystem.close();
        }
    }

    void awaitStatus(int status, String path) {
        Await.until(path + " to be " + status, () -> ask(path).status() == status);
    }

    Answer ask(String path) throws IOException {
        long began = System.nanoTime();
        try (Response response = provider.get(path)) {
            response.body().bytes();
            return new Answer(
                    path, response.code(), response.header("Retry-After"), Duration.ofNanos(System.nanoTime() - began));
        }
    }

    List<Answer> askAll(List<String> paths) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            paths.forEach(path -> asked.add(threads.submit(() -> ask(path))));
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    /** All that can be asked for of it, several times, so that there are more of them than threads that read requests. */
    List<String> remotePaths() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            paths.addAll(List.of(
                    "/kernel",
                    "/remote/x86_64/small.txt",
                    "/remote/x86_64/none",
                    "/remote/x86_64/rootfs.sqfs",
                    "/remote/x86_64/SHA256SUMS",
                    "/remote/x86_64/vmlinuz.sha256",
                    "/manifest.json",
                    "/blobs/sha256/" + digest));
        }
        return paths;
    }

    static void assertRefused(List<Answer> answers, Duration within) {
        for (Answer answer : answers) {
            assertEquals(503, answer.status(), answer.toString());
            assertTrue(answer.retryAfter() != null, answer.toString());
            assertTrue(answer.took().compareTo(within) < 0, answer.toString());
        }
    }

    void assertOthersAreServed() throws Exception {
        for (String path : List.of(
                "/health/live",
                "/local/x86_64/kernel",
                "/local/x86_64/small.txt",
                "/local/x86_64/SHA256SUMS",
                "/local/x86_64/manifest.json",
                "/metrics",
                "/status")) {
            Answer answer = ask(path);
            assertEquals(200, answer.status(), answer.toString());
            // The metrics of the health checks wait for these, which have their own limit.
            Duration within = path.equals("/metrics") || path.equals("/status") ? IN_TIME : AT_ONCE;
            assertTrue(answer.took().compareTo(within) < 0, answer.toString());
        }
    }

    /** Begins a download, and takes no more than the head of it. */
    InputStream download(String path) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), provider.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertEquals('H', in.read());
        return in;
    }

    /** How many bytes came before the server broke it off. */
    static long readToEnd(InputStream in) {
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (IOException e) {
            // Reset, as it should be.
            return count;
        }
        return count;
    }
}
