package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import okhttp3.Response;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server over an artifacts directory of its own. */
final class ArtifactServer implements AutoCloseable {
    static final String RELEASE = "/stable/x86_64/";

    private final Path scratch = Files.createTempDirectory("artifacts-test");
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "provider.endpoints.artifacts.directory", root().toString(),
            "provider.data", scratch.resolve("data").toString(),
            "provider.channel", "stable",
            "provider.arch", "x86_64",
            "provider.endpoints.artifacts.scan-interval", "20ms"));
    private final InstantSource clock;
    private final @Nullable ByteBufferPool buffers;
    private RunningProvider provider;

    ArtifactServer() throws Exception {
        this(Map.of());
    }

    ArtifactServer(Map<String, String> more) throws Exception {
        this(more, Clock.systemUTC());
    }

    ArtifactServer(Map<String, String> more, InstantSource clock) throws Exception {
        this(more, clock, null);
    }

    /**
     * Starts a server that has another pool of buffers.
     *
     * @param buffers null for Jetty's own
     */
    ArtifactServer(Map<String, String> more, InstantSource clock, @Nullable ByteBufferPool buffers) throws Exception {
        this.clock = clock;
        this.buffers = buffers;
        Files.createDirectories(directory());
        // Tests write in place, and do not want to wait for it.
        settings.put("provider.endpoints.artifacts.digest.upload-rest", "0s");
        settings.putAll(more);
        provider = start();
    }

    private RunningProvider start() throws Exception {
        return RunningProvider.start(settings, clock, buffers);
    }

    Path scratch() {
        return scratch;
    }

    Path root() {
        return scratch.resolve("artifacts");
    }

    Path directory() {
        return root().resolve("stable/x86_64");
    }

    RunningProvider provider() {
        return provider;
    }

    void restart() throws Exception {
        provider.close();
        provider = start();
    }

    /** For the next start. */
    void set(String key, String value) {
        settings.put(key, value);
    }

    /** Stops, lets something happen, and starts again. */
    void restartAfter(Change change) throws Exception {
        provider.close();
        try {
            change.make();
        } finally {
            provider = start();
        }
    }

    /** Something done to the files. */
    interface Change {
        void make() throws Exception;
    }

    /** Puts a file in place that was written a minute ago. */
    byte[] put(String name, byte[] content) throws IOException {
        put(directory().resolve(name), content, Instant.now().minusSeconds(60));
        return content;
    }

    static void put(Path file, byte[] content, Instant modified) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("." + file.getFileName());
        Files.write(fresh, content);
        Files.setLastModifiedTime(fresh, FileTime.from(modified));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    byte[] put(String name, int size) throws IOException {
        return put(name, bytes(size));
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    Response get(String path, String... headers) throws IOException {
        return provider.get(path, headers);
    }

    int status(String path, String... headers) throws IOException {
        try (Response response = get(path, headers)) {
            return response.code();
        }
    }

    JsonNode json(String path) throws IOException {
        try (Response response = get(path)) {
            assertEquals(200, response.code(), path);
            return JsonMapper.shared().readTree(response.body().bytes());
        }
    }

    /** The body of the first answer that is no 503. */
    byte[] awaitBody(String path) {
        return Await.value(path, () -> {
            try (Response response = get(path)) {
                if (response.code() == 503) {
                    return null;
                }
                assertEquals(200, response.code(), path);
                return response.body().bytes();
            }
        });
    }

    JsonNode awaitManifest() {
        return JsonMapper.shared().readTree(awaitBody("/manifest.json"));
    }

    byte[] body(String path, String... headers) throws IOException {
        try (Response response = get(path, headers)) {
            return response.body().bytes();
        }
    }

    /** Waits until the digest of an artifact is announced, and gives its entity tag. */
    String awaitEtag(String path) {
        return Await.value("the digest of " + path, () -> {
            try (Response response = provider.head(path)) {
                return response.header("ETag");
            }
        });
    }

    @Override
    public void close() throws IOException {
        provider.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
