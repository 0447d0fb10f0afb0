package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever fills a directory with names takes neither memory nor answers from the others. */
final class ManyNamesTest {
    private static final int MOST = 20;
    private static final int MOST_IN_ALL = 60;

    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer(Map.of(
                "provider.endpoints.artifacts.names.per-directory", String.valueOf(MOST),
                "provider.endpoints.artifacts.names.in-all", String.valueOf(MOST_IN_ALL)));
        server.put("vmlinuz", 100);
        assertTrue(server.awaitBody("/stable/x86_64/SHA256SUMS").length > 0);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Path fill(String place, int count) throws Exception {
        Path directory = Files.createDirectories(server.root().resolve(place));
        for (int i = 0; i < count; i++) {
            Files.writeString(directory.resolve("file" + i), place + i);
        }
        return directory;
    }

    private String degraded() throws Exception {
        HealthCheck.Result result = server.provider().health("artifacts_readable");
        assertEquals(result.healthy(), result.detail().isEmpty());
        return result.detail();
    }

    private static void await(String what, ArtifactServer of, int status) {
        Await.until(what + " is " + status, () -> status(of, what) == status);
    }

    private static int status(ArtifactServer of, String path) throws Exception {
        try (Response response = of.get(path)) {
            if (response.code() == 503) {
                assertTrue(response.header("Retry-After", "").matches("\\d+"), path);
            }
            return response.code();
        }
    }

    private void assertOthersAreServed() throws Exception {
        assertEquals(200, server.status("/kernel"));
        assertEquals(200, server.status("/stable/x86_64/SHA256SUMS"));
        assertEquals(200, server.status("/manifest.json"));
        assertEquals(404, server.status("/stable/x86_64/nothing"));
    }

    @Test
    void aDirectoryWithTooManyIsNotReadAndSaysSo() throws Exception {
        try (var log = new CapturedLog()) {
            Path directory = fill("alice/x86_64", MOST + 1);
            String said = directory + ": cannot be looked into, so clients get 503: more than " + MOST + " names";
            Await.until("degraded", () -> degraded().startsWith(said));
            for (String name : new String[] {"file0", "nothing", "SHA256SUMS", "manifest.json", "file0.sha256"}) {
                assertEquals(503, status(server, "/alice/x86_64/" + name), name);
            }
            assertOthersAreServed();
            assertEquals(1, log.count(said), log::text);
            assertTrue(log.text().contains("names.per-directory"), log::text);

            Files.delete(directory.resolve("file0"));
            await("/alice/x86_64/SHA256SUMS", server, 200);
            Await.until("healthy", () -> degraded().isEmpty());
            assertEquals(404, server.status("/alice/x86_64/file0"));
        }
    }

    @Test
    void whatIsHiddenCountsAsWell() throws Exception {
        Path directory = Files.createDirectories(server.root().resolve("alice/x86_64"));
        for (int i = 0; i <= MOST; i++) {
            Files.createFile(directory.resolve(".hidden" + i));
        }
        await("/alice/x86_64/nothing", server, 503);
        assertOthersAreServed();
    }

    @Test
    void longOnesCountAsSeveral() throws Exception {
        Path directory = Files.createDirectories(server.root().resolve("alice/x86_64"));
        for (int i = 0; i < MOST / 4; i++) {
            Files.createFile(directory.resolve(i + "a".repeat(200)));
        }
        await("/alice/x86_64/nothing", server, 404);
        Files.createFile(directory.resolve("a".repeat(200)));
        await("/alice/x86_64/nothing", server, 503);
        assertOthersAreServed();
    }

    @Test
    void aDirectoryBelowWithTooManyIsTheOnlyOneThatIsNotRead() throws Exception {
        Path directory = fill("alice/x86_64/tree/full", MOST + 1);
        fill("alice/x86_64/tree/other", 3);
        Await.until("degraded", () -> degraded().startsWith(directory + ": cannot be looked into"));
        assertEquals(503, status(server, "/alice/x86_64/tree/full/file0"));
        assertEquals(503, status(server, "/alice/x86_64/tree/full/nothing"));
        assertEquals(200, status(server, "/alice/x86_64/tree/other/file0"));
        assertEquals(404, status(server, "/alice/x86_64/tree/other/nothing"));
        // Nobody knows all that there is.
        assertEquals(503, status(server, "/alice/x86_64/SHA256SUMS"));
        assertEquals(503, status(server, "/alice/x86_64/manifest.json"));
        assertOthersAreServed();
        Files.delete(directory.resolve("file0"));
        await("/alice/x86_64/SHA256SUMS", server, 200);
        Await.until("healthy", () -> degraded().isEmpty());
        assertEquals(200, status(server, "/alice/x86_64/tree/full/file1"));
    }

    @Test
    void ofReleasesThatDoNotAllFitTheNewestAreServed() throws Exception {
        Map<String, String> room = Map.of("provider.endpoints.artifacts.names.in-all", String.valueOf(MOST_IN_ALL));
        try (var other = new ArtifactServer(room)) {
            var publishing = new Publishing(other, 5);
            for (String version : List.of("1", "2", "3")) {
                Map<String, byte[]> files = new HashMap<>(Map.of("vmlinuz", version.getBytes(StandardCharsets.UTF_8)));
                for (int i = 1; i < MOST; i++) {
                    files.put("file" + i, (version + i).getBytes(StandardCharsets.UTF_8));
                }
                publishing.publish(version, files);
            }
            await("/releases/stable/x86_64/1/file1", other, 503);
            await("/releases/stable/x86_64/2/manifest.json", other, 503);
            await("/releases/stable/x86_64/3/manifest.json", other, 200);
            await("/releases/stable/x86_64/3/file1", other, 200);
            assertEquals(200, other.status("/stable/x86_64/file1"));
            Await.until(
                    "degraded",
                    () -> other.provider().health("artifacts_readable").detail().contains("names.in-all"));
            publishing.publish("4", Map.of("vmlinuz", "small".getBytes(StandardCharsets.UTF_8)), 3);
            await("/releases/stable/x86_64/4/vmlinuz", other, 200);
            await("/releases/stable/x86_64/2/file1", other, 200);
        }
    }

    /** Each directory has room for its names, and so have all together: but all would be in one manifest. */
    @Test
    void anArchitectureWithTooManyInItsDirectoriesIsNotRead() throws Exception {
        try (var other = new ArtifactServer(Map.of("provider.endpoints.artifacts.names.per-architecture", "45"))) {
            other.put("vmlinuz", 100);
            Path tree = other.root().resolve("tree/x86_64");
            for (String name : List.of("a", "b", "c")) {
                assertEquals(200, other.status("/kernel"));
                Path directory = Files.createDirectories(tree.resolve(name));
                for (int i = 0; i < 19; i++) {
                    Files.writeString(directory.resolve("file" + i), name + i);
                }
                await("/tree/x86_64/SHA256SUMS", other, name.equals("c") ? 503 : 200);
            }
            await("/tree/x86_64/a/file0", other, 503);
            Await.until(
                    "degraded",
                    () -> other.provider()
                            .health("artifacts_readable")
                            .detail()
                            .contains("more than 45 names of one architecture"));
            assertEquals(200, other.status("/manifest.json"));
        }
    }

    @Test
    void allThatIsBelowCountsInAll() throws Exception {
        for (int i = 0; i < 5; i++) {
            fill("alice/x86_64/tree/d" + i, MOST - 1);
        }
        Await.until("degraded", () -> degraded().contains("more than " + MOST_IN_ALL + " names in all"));
        assertFalse(degraded().contains("stable"), degraded());
        await("/alice/x86_64/tree/d0/file0", server, 503);
        assertOthersAreServed();
        fill("bob/x86_64/tree", 5);
        await("/bob/x86_64/SHA256SUMS", server, 200);
        // With long names of directories before them as well.
        fill("carol/x86_64/" + "n".repeat(130), MOST - 6);
        await("/carol/x86_64/SHA256SUMS", server, 200);
    }

    @Test
    void oneThatHasBecomeTooFullForgetsWhatItHad() throws Exception {
        Path directory = fill("alice/x86_64", MOST);
        String digest = ArtifactServer.sha256(Files.readAllBytes(directory.resolve("file0")));
        await("/blobs/sha256/" + digest, server, 200);
        Files.writeString(directory.resolve("one more"), "one more");
        await("/alice/x86_64/file0", server, 503);
        await("/blobs/sha256/" + digest, server, 503);
    }

    @Test
    void inAllTheLargestChannelGoesWithout() throws Exception {
        for (String arch : new String[] {"x86_64", "riscv64", "aarch64"}) {
            fill("alice/" + arch, MOST - 1);
        }
        Await.until("degraded", () -> degraded().contains("more than " + MOST_IN_ALL + " names in all"));
        assertFalse(degraded().contains("stable"), degraded());
        assertOthersAreServed();
        // Whoever comes late, with little, is served as well.
        fill("bob/x86_64", 5);
        await("/bob/x86_64/SHA256SUMS", server, 200);
        assertOthersAreServed();
    }

    @Test
    void ofSeveralThatDoNotFitTheLargestGoesWithoutHoweverTheyCome() throws Exception {
        fill("alice/riscv64", MOST - 1);
        await("/alice/riscv64/SHA256SUMS", server, 200);
        fill("alice/aarch64", MOST - 2);
        await("/alice/aarch64/SHA256SUMS", server, 200);
        fill("alice/x86_64", MOST - 3);
        await("/alice/x86_64/SHA256SUMS", server, 200);
        // Nobody asks for the one that has to go.
        fill("bob/x86_64", 5);
        await("/bob/x86_64/SHA256SUMS", server, 200);
        Await.until("degraded", () -> degraded().startsWith(server.root().resolve("alice/riscv64") + ": "));
        assertEquals(503, status(server, "/alice/riscv64/file0"));
        assertEquals(200, status(server, "/alice/aarch64/file0"));
        assertEquals(200, status(server, "/alice/x86_64/file0"));
        assertOthersAreServed();
    }

    @Test
    void tooManyDirectoriesOfOneChannelHoldUpNoOther() throws Exception {
        for (int i = 0; i <= MOST; i++) {
            Files.createDirectories(server.root().resolve("alice/arch" + i));
        }
        Await.until("degraded", () -> degraded().contains(server.root().resolve("alice") + ": "));
        assertOthersAreServed();
    }

    @Test
    void aFewLinesTellOfManyDirectories() throws Exception {
        try (var log = new CapturedLog()) {
            server.restartAfter(() -> {
                for (String channel : new String[] {"alice", "bob"}) {
                    for (int i = 0; i < 15; i++) {
                        fill(channel + "/arch" + i, MOST + 1);
                    }
                }
            });
            Await.until("degraded", () -> degraded().endsWith("and so it is with 10 more directories"));
            assertEquals(20, log.count(": cannot be looked into"), log::text);
            assertOthersAreServed();
        }
    }
}
