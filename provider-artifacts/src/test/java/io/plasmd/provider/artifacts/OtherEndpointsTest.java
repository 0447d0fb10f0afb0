package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.PluginSource;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin sees of the artifacts, and has sent as they are. */
final class OtherEndpointsTest {
    private static final int LARGE = 1_500_000;

    @TempDir
    private Path scratch;

    private ArtifactServer server;
    private Publishing publishing;

    @BeforeEach
    void start() throws Exception {
        Path plugins = scratch.resolve("plugins");
        PluginSource.named("sample")
                .notesTo(scratch.resolve("notes"))
                .start("""
                        Catalog catalog = context.catalog();
                        catalog.onChange(() -> { throw new AssertionError("which ends no look"); });
                        catalog.onChange(() -> note("changed"));
                        context.mount("/own/*", on((request, response) -> {
                            response.setHeader("Cache-Control", "no-store");
                            response.setContentType("text/x-own");
                            context.files().serve(
                                Path.of("OWN" + request.getPathInfo()), request, response);
                        }));
                        context.mount("/m/*", on((request, response) -> {
                            var current = catalog.current(new Catalog.Place("stable", "amd64")).orElseThrow();
                            context.files().serve(current, request.getPathInfo().substring(1), request, response);
                        }));
                        context.mount("/catalog", on((request, response) -> {
                            for (Catalog.Place place : catalog.places()) {
                                response.getWriter().println(place);
                                response.getWriter().println(catalog.current(place));
                                response.getWriter().println(catalog.kept(place));
                                response.getWriter().println(catalog.artifacts(catalog.current(place).orElseThrow()));
                            }
                        }));""".replace("OWN", scratch.resolve("own").toString()))
                .jar()
                .writeTo(plugins.resolve("sample.jar"));
        server = new ArtifactServer(Map.of("provider.plugins", plugins.toString()));
        publishing = new Publishing(server, 3);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private byte[] own(String name, int size) throws Exception {
        byte[] content = ArtifactServer.bytes(size);
        Path file = Files.createDirectories(scratch.resolve("own")).resolve(name);
        Files.write(file, content);
        return content;
    }

    private String metrics() throws Exception {
        return new String(server.body("/metrics"), StandardCharsets.UTF_8);
    }

    private String catalog() throws Exception {
        return new String(server.body("/catalog"), StandardCharsets.UTF_8);
    }

    @Test
    void aFileOfThePluginHasRangesAndConditions() throws Exception {
        for (int size : new int[] {100, LARGE}) {
            byte[] content = own("file-" + size, size);
            String path = "/own/file-" + size;
            String dated;
            try (Response whole = server.get(path)) {
                assertEquals(200, whole.code());
                assertArrayEquals(content, whole.body().bytes());
                assertEquals(List.of("no-store"), whole.headers("Cache-Control"));
                assertEquals(List.of("text/x-own"), whole.headers("Content-Type"));
                assertEquals(List.of("bytes"), whole.headers("Accept-Ranges"));
                // Nobody has computed its digest.
                assertNull(whole.header("ETag"));
                dated = whole.header("Last-Modified");
            }
            try (Response part = server.get(path, "Range", "bytes=10-19")) {
                assertEquals(206, part.code());
                assertArrayEquals(
                        Arrays.copyOfRange(content, 10, 20), part.body().bytes());
                assertEquals(List.of("no-store"), part.headers("Cache-Control"));
                assertEquals(List.of("text/x-own"), part.headers("Content-Type"));
            }
            try (Response head = server.provider().head(path)) {
                assertEquals(Integer.toString(size), head.header("Content-Length"));
            }
            assertEquals(416, server.status(path, "Range", "bytes=" + size + "-"));
            assertEquals(412, server.status(path, "If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"), dated);
        }
    }

    @Test
    void whereThereIsNoFileThereIs404() throws Exception {
        Files.createDirectories(scratch.resolve("own/directory"));
        assertEquals(404, server.status("/own/nothing"));
        assertEquals(404, server.status("/own/directory"));
        own("file", 1);
        assertEquals(404, server.status("/own/file/below"));
        assertEquals(404, server.status("/own/" + "x".repeat(300)));
    }

    @Test
    void aFileThatIsCalledLikeARoleIsNotCountedAsOne() throws Exception {
        own("kernel", 100);
        assertEquals(200, server.status("/own/kernel"));
        Await.until("it is counted", () -> metrics().contains("artifact=\"other\""));
        assertFalse(metrics().contains("artifact=\"kernel\""), metrics());
    }

    @Test
    void downloadsTakeNoPlaceAmongTheRequestsOfThePlugin() throws Exception {
        Path large = Files.createDirectories(scratch.resolve("own")).resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            // More than the network takes of what nobody reads.
            file.setLength(256L << 20);
        }
        try (var one = new ArtifactServer(Map.of(
                        "provider.plugins",
                        scratch.resolve("plugins").toString(),
                        "provider.limits.requests-per-endpoint",
                        "1"));
                Response download = one.get("/own/large")) {
            assertEquals(200, download.code());
            Await.until("another is answered", () -> one.status("/own/nothing") == 404);
        }
    }

    @Test
    void anArtifactIsSentFromThePathOfTheMachine() throws Exception {
        publishing.publish("1", Map.of("vmlinuz", ArtifactServer.bytes(LARGE), "EFI/BOOT/BOOTX64.EFI", new byte[] {1}));
        Await.until("the catalog has it", () -> catalog().contains("1/"));
        try (Response kernel = server.get("/m/kernel")) {
            assertEquals(200, kernel.code());
            assertArrayEquals(ArtifactServer.bytes(LARGE), kernel.body().bytes());
            assertEquals('"' + ArtifactServer.sha256(ArtifactServer.bytes(LARGE)) + '"', kernel.header("ETag"));
        }
        assertArrayEquals(new byte[] {1}, server.body("/m/EFI/BOOT/BOOTX64.EFI"));
        assertTrue(new String(server.body("/m/SHA256SUMS"), StandardCharsets.UTF_8).contains("vmlinuz"));
        for (String wrong : List.of("nothing", "EFI", ".hidden", "EFI//BOOT", "a/".repeat(17) + "a")) {
            assertEquals(404, server.status("/m/" + wrong), wrong);
        }
    }

    @Test
    void theCatalogHasWhatIsPublishedAndWhatIsKeptByHand() throws Exception {
        byte[] kernel = ArtifactServer.bytes(1000);
        publishing.publish("1", Map.of("vmlinuz", kernel));
        publishing.publish("2", Map.of("vmlinuz", kernel));
        ArtifactServer.put(
                server.root().resolve("edge/aarch64/modules"),
                new byte[] {1, 2},
                Instant.now().minusSeconds(60));
        String place = "Place[channel=stable, arch=x86_64]";
        String second =
                "Release[place=" + place + ", version=Optional[2], path=/releases/stable/x86_64/2/, current=true]";
        String first =
                "Release[place=" + place + ", version=Optional[1], path=/releases/stable/x86_64/1/, current=false]";
        String edge = "Place[channel=edge, arch=aarch64]";
        Await.until(
                "all is known",
                () -> catalog()
                        .equals(String.join(
                                "\n",
                                edge,
                                "Optional[Release[place=" + edge
                                        + ", version=Optional.empty, path=/edge/aarch64/, current=true]]",
                                "[]",
                                "[Artifact[name=modules, fileName=modules, size=2, sha256=Optional["
                                        + ArtifactServer.sha256(new byte[] {1, 2}) + "]]]",
                                place,
                                "Optional[" + second + "]",
                                "[" + second + ", " + first + "]",
                                "[Artifact[name=kernel, fileName=vmlinuz, size=1000, sha256=Optional["
                                        + ArtifactServer.sha256(kernel) + "]]]",
                                "")));
    }

    @Test
    void anArchitectureIsThereOnceByWhicheverNameItsDirectoryHas() throws Exception {
        publishing.publish("1", Map.of("vmlinuz", new byte[] {1}));
        Await.until("it is published", () -> catalog().contains("version=Optional[1]"));
        // From here on clients who ask for amd64 get what is in that directory, and the others the release.
        ArtifactServer.put(
                server.root().resolve("stable/amd64/vmlinuz"),
                new byte[] {1, 2},
                Instant.now().minusSeconds(60));
        Await.until("both are there", () -> catalog().contains("path=/stable/amd64/"));
        assertArrayEquals(new byte[] {1, 2}, server.body("/m/kernel"));
        assertArrayEquals(new byte[] {1, 2}, server.body("/stable/amd64/kernel"));
        assertArrayEquals(new byte[] {1}, server.body("/stable/x86_64/kernel"));
        assertTrue(catalog().contains("version=Optional[1], path=/releases/stable/x86_64/1/, current=true"), catalog());
    }

    @Test
    void whoAsksIsToldOfChanges() throws Exception {
        Path notes = scratch.resolve("notes");
        publishing.publish("1", Map.of("vmlinuz", new byte[] {1}));
        Await.until("the plugin is told", () -> Files.exists(notes) && catalog().contains("version=Optional[1]"));
        Files.delete(notes);
        publishing.publish("2", Map.of("vmlinuz", new byte[] {2}));
        Await.until(
                "the plugin is told again",
                () -> Files.exists(notes) && catalog().contains("version=Optional[2]"));
    }
}
