package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A server with one artifact, on a file system of the test's choice; whatever is written to it has the same time. */
final class ServedFile implements AutoCloseable {
    static final FileTime THEN = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

    /** Far more than the buffers of a connection hold. */
    static final int LARGE = 24 << 20;

    private static final List<String> DOCUMENTS = List.of(
            "/stable/x86_64/vmlinuz.sha256",
            "/stable/x86_64/SHA256SUMS",
            "/stable/x86_64/manifest.json",
            "/manifest.json");

    private final Path root;
    private final Path directory;
    private final Path file;
    private final ArtifactServer server;

    /**
     * Starts the server.
     *
     * @param parent a directory on that file system; empty for that of temporary files
     */
    ServedFile(String parent) throws Exception {
        assumeTrue(parent.isEmpty() || Files.isWritable(Path.of(parent)), "skipped: there is no " + parent);
        root = parent.isEmpty()
                ? Files.createTempDirectory("identity")
                : Files.createTempDirectory(Path.of(parent), "identity");
        directory = Files.createDirectories(root.resolve("stable/x86_64"));
        file = directory.resolve("vmlinuz");
        server = new ArtifactServer(Map.of("provider.endpoints.artifacts.directory", root.toString()));
    }

    Path root() {
        return root;
    }

    Path directory() {
        return directory;
    }

    Path path() {
        return file;
    }

    ArtifactServer server() {
        return server;
    }

    static byte[] content(int seed, int size) {
        return Arrays.copyOf(ArtifactServer.bytes(size + seed), size);
    }

    static String etag(byte[] content) throws Exception {
        return '"' + ArtifactServer.sha256(content) + '"';
    }

    void write(byte[] content) throws IOException {
        write(file, content);
    }

    static void write(Path to, byte[] content) throws IOException {
        Files.write(to, content);
        Files.setLastModifiedTime(to, THEN);
    }

    /** Neither truncates it nor makes another. */
    void overwrite(byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
        }
        Files.setLastModifiedTime(file, THEN);
    }

    /** Frees the blocks of a stretch, which reads as zeros from then on. */
    void punch(int offset, int length) throws Exception {
        Shell.run(directory, "fallocate --punch-hole --offset %d --length %d vmlinuz".formatted(offset, length));
        Files.setLastModifiedTime(file, THEN);
    }

    SlowDownload download(String extraHeaders) throws IOException {
        return new SlowDownload(server.provider().port(), "/kernel", extraHeaders);
    }

    /** From the first answer on all that tells a digest tells that of this content, or that it is not known yet. */
    void assertNowServed(byte[] content) throws Exception {
        String digest = ArtifactServer.sha256(content);
        Await.until("the digest of what is there", () -> {
            boolean complete = isTold(content);
            for (String document : DOCUMENTS) {
                complete &= isTold(document, digest);
            }
            return complete;
        });
    }

    private boolean isTold(byte[] content) throws Exception {
        try (var response = server.get("/kernel")) {
            byte[] body = response.body().bytes();
            String tag = response.header("ETag");
            if (response.code() == 200) {
                assertArrayEquals(content, body);
                assertTrue(tag == null || tag.equals(etag(content)), tag);
            }
            return tag != null;
        }
    }

    private boolean isTold(String document, String digest) throws IOException {
        try (var response = server.get(document)) {
            String text = new String(response.body().bytes(), StandardCharsets.UTF_8);
            if (response.code() == 503) {
                return false;
            }
            assertEquals(200, response.code(), document);
            assertTrue(text.contains(digest), () -> document + " is not of " + digest + ": " + text);
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.walk(root)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
