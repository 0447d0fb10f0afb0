package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ArrayByteBufferPool;

/** What a server may leave behind: buffers, descriptors, mapped regions, and threads. */
final class Leaks {
    /** Of the client, and of the platform: they come when they are first needed, and stay. */
    private static final Pattern OTHERS = Pattern.compile(
            "OkHttp.*|Okio.*|ForkJoinPool.*|VirtualThread.*|\\w+-?Poller|process reaper.*|Common-Cleaner"
                    + "|Cleaner-.*|Attach Listener|surefire.*|junit.*");

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();

    /** For the server, in place of Jetty's own. */
    ArrayByteBufferPool.Tracking buffers() {
        return buffers;
    }

    /** Once no client asks anything any more. */
    void assertNoneIn(ArtifactServer server) throws IOException {
        Await.until("all downloads to be over", () -> metric(server, "active_downloads") == 0);
        Await.until("all requests to be over", () -> metric(server, "active_requests") == 0);
        assertEquals(0, metric(server, "downloads_waiting"));
        Await.until("all connections to be closed", () -> metric(server, "active_connections") == 0);
        try {
            Await.until(
                    "all artifacts to be closed",
                    () -> openArtifacts(server.root()).isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(openArtifacts(server.root()).toString(), e);
        }
        String maps = Files.readString(Path.of("/proc/self/maps"));
        assertFalse(maps.contains(server.root().toString()), "an artifact is still mapped");
        try {
            Await.until("all buffers to be back", () -> buffers.getLeaks().isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(buffers.dumpLeaks(), e);
        }
    }

    /** Once the server is closed. */
    void assertNoThreadIsLeft() {
        try {
            Await.until("all threads to end", () -> threads().isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(threads().toString(), e);
        }
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !OTHERS.matcher(name).matches())
                .toList();
    }

    private static int metric(ArtifactServer server, String name) {
        return ((Number) server.provider().metric(name)).intValue();
    }

    private static List<Path> openArtifacts(Path root) throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (!Files.isSymbolicLink(descriptor)) {
                    // Closed since it was listed.
                    continue;
                }
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(root) && !target.toString().endsWith(".lock")) {
                        open.add(target);
                    }
                } catch (IOException e) {
                    // Closed since it was listed.
                }
            }
        }
        return open;
    }
}
