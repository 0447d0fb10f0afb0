package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code /releases/<channel>/<arch>/<version>/}: one release, whatever the channel has meanwhile. */
final class ReleaseDirectoryTest {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    @TempDir
    private Path scratch;

    private final SettableClock clock = new SettableClock();
    private ArtifactServer server;
    private Publishing publishing;

    @BeforeEach
    void start() throws Exception {
        KeyFiles.generate(scratch.resolve("release.key"), scratch.resolve("release.pub"));
        server = new ArtifactServer(
                Map.of(
                        "provider.endpoints.artifacts.manifest.signing-keys",
                        scratch.resolve("release.key").toString()),
                clock);
        publishing = new Publishing(server, 3);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static Map<String, byte[]> files(int size) {
        return Map.of(
                "vmlinuz", ArtifactServer.bytes(size),
                "initrd.img", ArtifactServer.bytes(size + 1),
                "grubx64.efi", ArtifactServer.bytes(size + 2));
    }

    private static String at(String version, String name) {
        return "/releases/stable/x86_64/" + version + "/" + name;
    }

    private void assertWaits(String path, String reason) throws Exception {
        try (Response response = server.get(path)) {
            assertEquals(503, response.code(), path);
            assertTrue(response.header("Retry-After").matches("[1-9][0-9]*"));
            String body = response.body().string();
            assertTrue(body.contains(reason), body);
        }
    }

    @Test
    void aReleaseStaysWhereItIsWhenTheChannelMovesOn() throws Exception {
        publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        assertArrayEquals(ArtifactServer.bytes(2000), server.body("/stable/x86_64/kernel"));
        for (String version : List.of("1", "2")) {
            byte[] kernel = ArtifactServer.bytes(1000 * Integer.parseInt(version));
            String etag = '"' + ArtifactServer.sha256(kernel) + '"';
            for (String name : List.of("kernel", "vmlinuz")) {
                try (Response get = server.get(at(version, name))) {
                    assertEquals(200, get.code());
                    assertArrayEquals(kernel, get.body().bytes());
                    assertEquals(FOR_EVER, get.header("Cache-Control"));
                    assertEquals(etag, get.header("ETag"));
                    assertEquals(ArtifactServer.sha256(kernel), get.header("X-Content-SHA256"));
                    assertEquals(name, get.header("X-Artifact-Name"));
                    assertEquals(List.of("bytes"), get.headers("Accept-Ranges"));
                }
            }
            String path = at(version, "vmlinuz");
            try (Response head = server.provider().head(path)) {
                assertEquals(Integer.toString(kernel.length), head.header("Content-Length"));
                assertEquals(FOR_EVER, head.header("Cache-Control"));
            }
            try (Response part = server.get(path, "Range", "bytes=10-19", "If-Match", etag)) {
                assertEquals(206, part.code());
                assertArrayEquals(
                        Arrays.copyOfRange(kernel, 10, 20), part.body().bytes());
            }
            assertEquals(304, server.status(path, "If-None-Match", etag));
            assertEquals(412, server.status(path, "If-Match", "\"x\""));
            assertEquals(416, server.status(path, "Range", "bytes=9999-"));
            try (Response grub = server.get(at(version, "grubx64.efi"))) {
                assertEquals("application/efi", grub.header("Content-Type"));
            }
        }
    }

    @Test
    void otherNamesOfTheSamePlaceLeadThereToo() throws Exception {
        publishing.publish("1", files(1000));
        byte[] kernel = ArtifactServer.bytes(1000);
        assertArrayEquals(kernel, server.body("/releases/stable/amd64/1/kernel"));
        assertArrayEquals(kernel, server.body("/releases//stable//x86_64/1///vmlinuz"));
        assertEquals(404, server.status("/releases/stable/x86_64/1/"));
        assertEquals(404, server.status("/releases/stable/x86_64/1"));
        assertEquals(404, server.status("/releases/stable/x86_64/1/kernel/"));
        assertEquals(404, server.status("/releases/stable/x86_64/.published/kernel"));
        assertEquals(404, server.status("/releases/stable/x86_64/1/.release.json"));
        assertEquals(404, server.status("/releases/stable/aarch64/1/kernel"));
        assertEquals(404, server.status("/releases/.staging/x86_64/1/kernel"));
    }

    @Test
    void whatIsSaidOfAReleaseIsWhatItsChannelSaysWhileItIsCurrent() throws Exception {
        publishing.publish("1", files(1000));
        Map<String, byte[]> said = new HashMap<>();
        for (String name : List.of(
                "SHA256SUMS",
                "SHA256SUMS.sig",
                "vmlinuz.sha256",
                "kernel.sha256",
                "grubx64.efi.sha256",
                "manifest.json")) {
            byte[] ofChannel = server.awaitBody("/stable/x86_64/" + name);
            said.put(name, ofChannel);
            try (Response response = server.get(at("1", name))) {
                assertArrayEquals(ofChannel, response.body().bytes(), name);
                assertEquals(name.equals("manifest.json") ? "no-cache" : FOR_EVER, response.header("Cache-Control"));
                assertEquals(304, server.status(at("1", name), "If-None-Match", response.header("ETag")));
            }
            try (Response response = server.get("/stable/x86_64/" + name)) {
                assertEquals("no-cache", response.header("Cache-Control"), name);
            }
        }
        publishing.publish("2", files(2000));
        for (String name : said.keySet()) {
            byte[] now = server.awaitBody(at("1", name));
            if (!name.equals("manifest.json")) {
                assertArrayEquals(said.get(name), now, name);
            }
        }
        assertEquals(404, server.status(at("1", "SHA256SUMS.sha256")));
        assertEquals(404, server.status(at("1", "other.sha256")));
    }

    /** Else whoever stands between could keep a machine on a release that was gone back from. */
    @Test
    void theManifestOfAReleaseThatIsNotCurrentIsNotRenewed() throws Exception {
        Release first = publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        clock.advance(Duration.ofDays(20));
        JsonNode current = server.json("/stable/x86_64/manifest.json");
        assertEquals(current, server.json(at("2", "manifest.json")));
        JsonNode last = server.json(at("1", "manifest.json"));
        assertEquals("1", last.path("version").asString());
        Instant created = Instant.parse(last.path("created_at").asString());
        assertEquals(first.record().createdAt(), created);
        assertTrue(created.isBefore(Instant.parse(current.path("created_at").asString())));
        assertEquals(1, last.path("signatures").size());
        byte[] bytes = server.body(at("1", "manifest.json"));
        clock.advance(Duration.ofDays(200));
        assertArrayEquals(bytes, server.body(at("1", "manifest.json")));
        server.restart();
        assertArrayEquals(bytes, server.awaitBody(at("1", "manifest.json")));
        publishing.rollback("1");
        Await.until(
                "it to be current",
                () -> server.json(at("1", "manifest.json")).equals(server.json("/stable/x86_64/manifest.json")));
    }

    /** It would be in force for longer than any that is made now. */
    @Test
    void noManifestIsSignedOfAReleaseFromTheFuture() throws Exception {
        Release first = publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        assertEquals(200, server.status(at("1", "manifest.json")));
        Path record = first.directory().resolve(".release.json");
        String future = Instant.now().plus(Duration.ofDays(3000)).toString();
        Files.writeString(
                record,
                Files.readString(record).replace(first.record().createdAt().toString(), future));
        assertWaits(at("1", "manifest.json"), "yet to come");
        assertEquals(200, server.status(at("1", "SHA256SUMS")));
    }

    @Test
    void theManifestNamesTheDirectory() throws Exception {
        publishing.publish("2026.11.22+1", files(1000));
        JsonNode manifest = server.json("/stable/x86_64/manifest.json");
        String directory = manifest.path("release_path").asString();
        assertEquals("/releases/stable/x86_64/2026.11.22%2B1/", directory);
        assertArrayEquals(ArtifactServer.bytes(1000), server.body(directory + "vmlinuz"));
        ArtifactServer.put(
                server.root().resolve("edge/x86_64/vmlinuz"),
                ArtifactServer.bytes(5),
                Instant.now().minusSeconds(60));
        String byHand = new String(server.awaitBody("/edge/x86_64/manifest.json"), StandardCharsets.UTF_8);
        assertFalse(byHand.contains("release_path"), byHand);
    }

    @Test
    void whatIsKeptIsListed() throws Exception {
        assertEquals(0, server.json("/releases/").path("releases").size());
        assertEquals(404, server.status("/releases/stable/x86_64/"));
        publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        for (String path : List.of(
                "/releases/",
                "/releases",
                "/releases/stable/x86_64/",
                "/releases/stable/x86_64",
                "/releases/stable/amd64/")) {
            Await.until(path, () -> server.json(path).path("releases").size() == 2);
            JsonNode releases = server.json(path).path("releases");
            assertEquals("2", releases.path(0).path("version").asString());
            assertTrue(releases.path(0).path("current").asBoolean());
            assertFalse(releases.path(1).path("current").asBoolean());
            assertEquals(3, releases.path(1).path("files").asInt());
            assertEquals("stable", releases.path(1).path("channel").asString());
            String directory = releases.path(1).path("path").asString();
            assertArrayEquals(ArtifactServer.bytes(1000), server.body(directory + "kernel"));
        }
        for (String path : List.of("/releases/", "/releases/stable/x86_64/")) {
            JsonNode list = server.json(path);
            assertEquals(
                    List.of(2, 1, 1),
                    List.of(
                            list.path("count").asInt(),
                            list.path("page").asInt(),
                            list.path("pages").asInt()));
            assertEquals(0, server.json(path + "?page=2").path("releases").size());
            assertEquals(2, server.json(path + "?page=2").path("count").asInt());
            for (String wrong : List.of("?page=0", "?page=x", "?page=1&page=2", "?page=")) {
                assertEquals(400, server.status(path + wrong), wrong);
            }
        }
        try (Response list = server.get("/releases/")) {
            assertEquals("application/json", list.header("Content-Type"));
            assertEquals("no-cache", list.header("Cache-Control"));
        }
        assertEquals(404, server.status("/releases/stable/aarch64/"));
        assertEquals(404, server.status("/releases/stable/"));
    }

    @Test
    void aReleaseThatIsGoneIsNotFound() throws Exception {
        publishing.publish("1", files(1000));
        assertEquals(200, server.status(at("1", "SHA256SUMS")));
        assertEquals(200, server.status(at("1", "manifest.json")));
        publishing.publish("2", files(2000), 1);
        for (String name : List.of("kernel", "SHA256SUMS", "SHA256SUMS.sig", "vmlinuz.sha256", "manifest.json")) {
            assertEquals(404, server.status(at("1", name)), name);
        }
        assertEquals(404, server.status(at("2", "rootfs")));
    }

    @Test
    void whatWasChangedOnTheDiskIsNotServed() throws Exception {
        Release release = publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        Path kernel = release.directory().resolve("vmlinuz");
        byte[] changed = ArtifactServer.bytes(1000);
        changed[500]++;
        Files.write(kernel, changed);
        Await.until("the other digest", () -> server.status(Publishing.blob(changed)) == 200);
        for (String name :
                List.of("kernel", "vmlinuz", "vmlinuz.sha256", "SHA256SUMS", "SHA256SUMS.sig", "manifest.json")) {
            assertWaits(at("1", name), "damaged");
        }
        assertArrayEquals(ArtifactServer.bytes(1001), server.body(at("1", "initramfs")));
        Files.write(kernel, ArtifactServer.bytes(1000));
        assertArrayEquals(ArtifactServer.bytes(1000), server.awaitBody(at("1", "kernel")));
        assertEquals(200, server.status(at("1", "SHA256SUMS")));
        Files.delete(kernel);
        assertWaits(at("1", "kernel"), "missing");
        Files.createSymbolicLink(kernel, Path.of("initrd.img"));
        assertWaits(at("1", "kernel"), "missing");
    }

    @Test
    void whatWasAddedIsNotServed() throws Exception {
        Release release = publishing.publish("1", files(1000));
        for (String name : List.of("evil.efi", "rootfs.img", "SHA256SUMS", "vmlinuz.sha256", "manifest.json")) {
            Files.write(release.directory().resolve(name), "evil".getBytes(StandardCharsets.UTF_8));
            try (Response response = server.get(at("1", name))) {
                assertFalse(response.body().string().contains("evil\n"), name);
                assertEquals(name.equals("evil.efi") || name.equals("rootfs.img") ? 404 : 200, response.code(), name);
            }
        }
        assertEquals(404, server.status(at("1", "rootfs")));
        Path other = Files.createDirectories(server.root().resolve("edge/x86_64/"));
        Files.createSymbolicLink(release.directory().resolveSibling("9"), other);
        Files.write(other.resolve("vmlinuz"), ArtifactServer.bytes(9));
        assertEquals(404, server.status(at("9", "vmlinuz")));
    }

    @Test
    void aDamagedRecordIsSaidAndAnUnpublishedReleaseIsWaitedFor() throws Exception {
        Release release = publishing.publish("1", files(1000));
        publishing.publish("2", files(2000));
        Path record = release.directory().resolve(".release.json");
        String right = Files.readString(record);
        for (String wrong : List.of(
                "{",
                right.replace("\"1\"", "\"7\""),
                right.replace("stable", "other"),
                right.replaceAll("(?s)\"files\" : .*", "\"files\" : null }"),
                right.replaceAll("(?s)\"files\" : .*", "\"files\" : [1] }"))) {
            assertNotEquals(right, wrong);
            Files.writeString(record, wrong);
            assertWaits(at("1", "kernel"), "damaged");
            assertWaits(at("1", "manifest.json"), "damaged");
        }
        Files.writeString(record, right);
        assertEquals(200, server.status(at("1", "kernel")));
        Files.delete(release.directory().resolve(".published"));
        assertWaits(at("1", "kernel"), "being published");
    }

    @Test
    void channelsCannotHaveTheNamesOfOtherPaths() throws Exception {
        try (var log = new CapturedLog()) {
            server.restartAfter(() -> {
                for (String name : List.of("releases", "blobs")) {
                    ArtifactServer.put(
                            server.root().resolve(name + "/x86_64/vmlinuz"),
                            ArtifactServer.bytes(10),
                            Instant.now().minusSeconds(60));
                }
            });
            assertTrue(server.provider().readyNotes().contains("stable"));
            Await.until("a line for each", () -> log.count("is no channel, and nothing in it is served") == 2);
        }
        server.put("vmlinuz", 20);
        server.awaitEtag("/stable/x86_64/vmlinuz");
        for (String name : List.of("releases", "blobs")) {
            for (String file : List.of("vmlinuz", "kernel", "manifest.json", "SHA256SUMS", "vmlinuz.sha256")) {
                assertEquals(404, server.status("/" + name + "/x86_64/" + file), name + " " + file);
            }
        }
    }

    @Test
    void releasesAreCountedUnderTheLabelsOfTheirChannels() throws Exception {
        publishing.publish("1", files(1000));
        server.body(at("1", "kernel"));
        server.body(at("1", "grubx64.efi"));
        server.body(at("1", "manifest.json"));
        server.body("/releases/");
        for (String label : List.of("kernel", "other", "manifest", "releases")) {
            Await.until(
                    label,
                    () -> new String(server.body("/metrics"), StandardCharsets.UTF_8)
                            .contains("artifact=\"" + label + "\",method=\"GET\",status=\"200\""));
        }
    }

    @Test
    void theRulesOfAChannelHoldForItsReleases() throws Exception {
        publishing.publish("1", files(400_000));
        server.set("provider.limits.pacing.rules", "[{ path = \"/stable/x86_64/*\", per-download = 1MiB }]");
        server.restart();
        server.awaitEtag(at("1", "kernel"));
        long begin = System.nanoTime();
        assertArrayEquals(ArtifactServer.bytes(400_000), server.body(at("1", "kernel")));
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(seconds > 0.38 - 0.11, seconds + " s");
        begin = System.nanoTime();
        server.body("/releases/stable/amd64/1/kernel");
        seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(seconds > 0.38 - 0.11, seconds + " s by the other name of the architecture");
    }

    @Test
    void listsDoNotDependOnWhatIsNotPublished() throws Exception {
        publishing.publish("1", files(1000));
        server.set("provider.endpoints.artifacts.names.per-directory", "20");
        server.restart();
        Path crowded = Files.createDirectories(server.root().resolve("edge/x86_64"));
        for (int i = 0; i <= 20; i++) {
            Files.createFile(crowded.resolve("file" + i));
        }
        Await.until("it is noticed", () -> server.status("/edge/x86_64/file0") == 503);
        assertEquals(200, server.status("/releases/stable/x86_64/"));
        assertEquals(200, server.status("/releases/"));
    }

    /** What is read of a release is of that release, or there is none. */
    @Test
    void noRequestMixesTwoReleases() throws Exception {
        publishing.publish("1", files(1000));
        var last = new AtomicInteger(1);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> read = List.of(readers.submit(() -> read(last)), readers.submit(() -> read(last)));
            for (int version = 2; version <= 40; version++) {
                publishing.publish(Integer.toString(version), files(1000 * version), 2);
                last.set(version);
            }
            last.set(-1);
            for (Future<Integer> count : read) {
                assertTrue(count.get() > 20, "read " + count.get());
            }
        }
    }

    private int read(AtomicInteger last) throws Exception {
        int found = 0;
        for (int version = last.get(); version > 0; version = last.get()) {
            for (int wanted = Math.max(1, version - 2); wanted <= version; wanted++) {
                byte[] initramfs = ArtifactServer.bytes(1000 * wanted + 1);
                found += read(wanted, "initramfs", initramfs);
                String line = ArtifactServer.sha256(initramfs) + "  initrd.img\n";
                found += read(wanted, "initrd.img.sha256", line.getBytes(StandardCharsets.UTF_8));
                try (Response sums = server.get(at(Integer.toString(wanted), "SHA256SUMS"))) {
                    String body = sums.body().string();
                    assertTrue(
                            sums.code() == 200 ? body.contains(line) : sums.code() == 404 || sums.code() == 503,
                            sums.code() + " " + body);
                }
            }
        }
        return found;
    }

    private int read(int version, String name, byte[] right) throws Exception {
        try (Response response = server.get(at(Integer.toString(version), name))) {
            if (response.code() == 200) {
                assertArrayEquals(right, response.body().bytes(), version + "/" + name);
                return 1;
            }
            assertTrue(response.code() == 404 || response.code() == 503, "" + response.code());
            return 0;
        }
    }
}
