package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Fetched;
import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.Origin;
import io.plasmd.provider.release.Place;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.ReleaseFetcher;
import io.plasmd.provider.release.StoreSettings;
import io.plasmd.provider.release.TransferSettings;
import io.plasmd.provider.release.Trust;
import io.plasmd.provider.release.TrustedKey;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A server that serves what {@code provider fetch} has brought from another one. */
final class MirrorTest {
    private static final String KEYS = "provider.endpoints.artifacts.manifest.signing-keys";
    private static final String MANIFEST = "/stable/x86_64/manifest.json";
    private static final String SUMS = "/stable/x86_64/SHA256SUMS";

    @TempDir
    private Path scratch;

    private final SettableClock clock = new SettableClock();
    private TrustedKey key;
    private ArtifactServer origin;
    private ArtifactServer mirror;

    @BeforeEach
    void start() throws Exception {
        key = KeyFiles.generate(scratch.resolve("release.key"), scratch.resolve("release.pub"));
        origin = new ArtifactServer(Map.of(KEYS, scratch.resolve("release.key").toString()), clock);
        new Publishing(origin, 3)
                .publish("1", Map.of("vmlinuz", ArtifactServer.bytes(1000), "rootfs.img", ArtifactServer.bytes(2000)));
        mirror = new ArtifactServer(Map.of(), clock);
        fetch();
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
        mirror.close();
    }

    private Fetched fetch() throws Exception {
        return fetch(ProgressDisplay::none);
    }

    private Fetched fetch(ProgressDisplay.Opener displays) throws Exception {
        origin.awaitBody(MANIFEST);
        Origin from = Origin.of(
                origin.provider().url("/"), "stable", "x86_64", new Place(Optional.empty(), Optional.empty()));
        return new ReleaseFetcher(
                        mirror.root(),
                        Publishing.ROLES,
                        TransferSettings.of("test"),
                        Trust.in(List.of(key)),
                        StoreSettings.telling(note -> {}))
                .fetch(from, false, 3, displays);
    }

    @Test
    void aReleaseThatIsBeingFetchedIsWaitedFor() throws Exception {
        new Publishing(origin, 3).publish("2", Map.of("vmlinuz", ArtifactServer.bytes(3000)));
        String kernel = "/releases/stable/x86_64/2/kernel";
        assertEquals(404, mirror.status(kernel));
        List<String> meanwhile = new ArrayList<>();
        fetch((bytes, artifacts) -> {
            for (String path :
                    List.of(kernel, "/releases/stable/amd64/2/SHA256SUMS", "/releases/stable/x86_64/3/kernel")) {
                try (Response response = mirror.get(path)) {
                    meanwhile.add(response.code() + " " + response.header("Retry-After", "-"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return ProgressDisplay.none(bytes, artifacts);
        });
        assertEquals(List.of("503 1", "503 1", "404 -"), meanwhile);
        assertArrayEquals(ArtifactServer.bytes(3000), mirror.body(kernel));
        assertArrayEquals(
                origin.body("/releases/stable/x86_64/2/SHA256SUMS.sig"),
                mirror.body("/releases/stable/x86_64/2/SHA256SUMS.sig"));
        String first = "/releases/stable/x86_64/1/manifest.json";
        assertEquals(
                "1",
                JsonMapper.shared().readTree(mirror.body(first)).path("version").asString());
        assertEquals(
                1,
                JsonMapper.shared()
                        .readTree(mirror.body(first))
                        .path("signatures")
                        .size());
    }

    /** Nobody is going to bring it, until somebody begins again: then it is cleared. */
    @Test
    void whatABrokenOffFetchLeavesIsCleared() throws Exception {
        Path coming = mirror.root().resolve(".releases/.coming");
        Path left = coming.resolve(UUID.randomUUID().toString());
        Files.writeString(left, "stable/x86_64/9\n");
        assertEquals(503, mirror.status("/releases/stable/x86_64/9/kernel"));
        Files.delete(file("vmlinuz"));
        fetch();
        assertEquals(404, mirror.status("/releases/stable/x86_64/9/kernel"));
        try (Stream<Path> marks = Files.list(coming)) {
            assertEquals(List.of(), marks.toList());
        }
    }

    private void awaitCheck(String name, boolean healthy) {
        Await.until(name, () -> mirror.provider().health(name).healthy() == healthy);
    }

    private String detail(String name) throws Exception {
        return mirror.provider().health(name).detail();
    }

    private Path file(String name) throws Exception {
        return mirror.directory().toRealPath().resolve(name);
    }

    @Test
    void whatItServesIsSignedByItsOrigin() throws Exception {
        assertArrayEquals(origin.body(MANIFEST), mirror.awaitBody(MANIFEST));
        assertArrayEquals(origin.body(SUMS), mirror.body(SUMS));
        byte[] signature = mirror.body(SUMS + ".sig");
        assertEquals(64, signature.length);
        assertArrayEquals(origin.body(SUMS + ".sig"), signature);
        byte[] openPgp = mirror.body(SUMS + ".gpg");
        assertTrue(openPgp.length > 100, openPgp.length + " bytes");
        assertArrayEquals(origin.body(SUMS + ".gpg"), openPgp);
        assertArrayEquals(openPgp, mirror.body("/releases/stable/x86_64/1/SHA256SUMS.gpg"));
        awaitCheck("releases_intact", true);
        awaitCheck("mirrored_manifests_in_force", true);
    }

    @Test
    void aSignatureOfOpenPgpThatDoesNotFitIsNotPassedOn() throws Exception {
        Path kept = file(".sha256sums.gpg");
        byte[] right = Files.readAllBytes(kept);
        for (int i = 0; i < right.length; i += 7) {
            byte[] wrong = right.clone();
            wrong[i] ^= 1;
            Files.write(kept, wrong);
            mirror.restart();
            mirror.awaitBody(MANIFEST);
            assertEquals(404, mirror.status(SUMS + ".gpg"), "byte " + i);
        }
        Files.write(kept, right);
        assertArrayEquals(right, mirror.body(SUMS + ".gpg"));
    }

    @Test
    void aChangedFileIsToldAndMendedWhileClientsGetWholeOnes() throws Exception {
        byte[] right = ArtifactServer.bytes(1000);
        byte[] wrong = ArtifactServer.bytes(999);
        try (var log = new CapturedLog()) {
            Files.write(file("vmlinuz"), wrong);
            Files.setLastModifiedTime(
                    file("vmlinuz"), FileTime.from(clock.instant().minusSeconds(60)));
            awaitCheck("releases_intact", false);
            assertTrue(
                    detail("releases_intact")
                            .contains("release 1 of stable/x86_64 is no longer what was fetched: vmlinuz was changed"),
                    detail("releases_intact"));
            assertEquals(
                    0,
                    JsonMapper.shared()
                            .readTree(mirror.awaitBody(MANIFEST))
                            .path("signatures")
                            .size());
            Await.until("no signature over other sums", () -> mirror.status(SUMS + ".sig") == 404);

            assertEquals(1000, fetch().downloadedBytes());
            awaitCheck("releases_intact", true);
            assertArrayEquals(right, mirror.awaitBody("/kernel"));
            assertArrayEquals(origin.body(MANIFEST), mirror.awaitBody(MANIFEST));
            assertArrayEquals(origin.body(SUMS + ".sig"), mirror.body(SUMS + ".sig"));
            String said = log.text();
            assertEquals(said.indexOf("vmlinuz was changed"), said.lastIndexOf("vmlinuz was changed"), said);
            assertTrue(said.contains("the release of stable/x86_64 is right again"), said);
        }
    }

    @Test
    void aMissingAndAnAddedFileAreTold() throws Exception {
        Files.delete(file("rootfs.img"));
        Await.until("missing", () -> detail("releases_intact").contains("rootfs.img is missing"));
        fetch();
        awaitCheck("releases_intact", true);
        mirror.put("evil.efi", 10);
        Await.until("added", () -> detail("releases_intact").contains("evil.efi was added"));
        fetch();
        awaitCheck("releases_intact", true);
        assertEquals(404, mirror.status("/stable/x86_64/evil.efi"));
    }

    @Test
    void aManifestThatCannotBeReadIsTold() throws Exception {
        Path manifest = file(".manifest.json");
        byte[] good = Files.readAllBytes(manifest);
        Files.writeString(manifest, "{");
        Await.until(
                "unreadable",
                () -> detail("releases_intact").contains("the manifest that came with it cannot be read"));
        String other = new String(good, StandardCharsets.UTF_8).replace("\"size\":1000", "\"size\":1001");
        Files.writeString(manifest, other);
        Await.until("others", () -> detail("releases_intact").contains("describes other files"));
        fetch();
        awaitCheck("releases_intact", true);
        assertArrayEquals(good, mirror.awaitBody(MANIFEST));
    }

    /** Not only what was fetched: what was published here may have been changed as well. */
    @Test
    void aPublishedReleaseIsWatchedToo() throws Exception {
        Path kernel = origin.directory().toRealPath().resolve("vmlinuz");
        Files.write(kernel, ArtifactServer.bytes(500));
        Await.until(
                "told",
                () -> origin.provider()
                        .health("releases_intact")
                        .detail()
                        .contains("is no longer what was published: vmlinuz was changed. Go back to another one"));
    }

    @Test
    void saysSoBeforeWhatItMirrorsExpires() throws Exception {
        try (var log = new CapturedLog()) {
            clock.advance(Duration.ofDays(22));
            assertEquals("", detail("mirrored_manifests_in_force"));
            clock.advance(Duration.ofDays(1));
            Await.until("warned", () -> log.text().contains("has not been renewed: run provider fetch, from a timer"));
            awaitCheck("mirrored_manifests_in_force", true);
            assertTrue(detail("mirrored_manifests_in_force")
                    .contains("the manifest of stable/x86_64 that was fetched expires at"));
            clock.advance(Duration.ofDays(8));
            awaitCheck("mirrored_manifests_in_force", false);
            assertTrue(detail("mirrored_manifests_in_force").contains("has expired at"));
            // Asked for by nobody, and still among the metrics.
            assertTrue(new String(mirror.body("/metrics"), StandardCharsets.UTF_8)
                    .contains("provider_manifest_expiry_timestamp_seconds{release=\"stable/x86_64\"}"));
        }
        // An origin renews it in time; what it renews here is not expired.
        assertTrue(origin.provider().health("mirrored_manifests_in_force").healthy());
    }

    @Test
    void doesNotSayThatNothingIsSigned() throws Exception {
        try (var log = new CapturedLog()) {
            mirror.restart();
            mirror.provider().readyNotes();
            Await.until(
                    "said",
                    () -> log.text()
                            .contains("manifests are served with the signatures of their origin: stable/x86_64"));
            assertFalse(log.text().contains("not signed"), log.text());
            ArtifactServer.put(
                    mirror.root().resolve("edge/x86_64/vmlinuz"),
                    ArtifactServer.bytes(1),
                    clock.instant().minusSeconds(60));
            mirror.restart();
            mirror.provider().readyNotes();
            Await.until("said of both", () -> log.text().contains("those of edge/x86_64 are not signed"));
        }
    }

    /** The origin calls the directory amd64, the mirror x86_64. */
    @Test
    void aliasesOfAnArchitectureAreTheSamePlace() throws Exception {
        try (var other = new ArtifactServer(
                        Map.of(KEYS, scratch.resolve("release.key").toString()), clock);
                var copy = new ArtifactServer(Map.of(), clock)) {
            ArtifactServer.put(
                    other.root().resolve("stable/amd64/vmlinuz"),
                    ArtifactServer.bytes(10),
                    clock.instant().minusSeconds(60));
            Files.delete(other.directory());
            byte[] signed = other.awaitBody(MANIFEST);
            Origin from = Origin.of(other.provider().url("/"), "stable", "x86_64", Place.of("stable", "amd64"));
            new ReleaseFetcher(
                            copy.root(),
                            Publishing.ROLES,
                            TransferSettings.of("test"),
                            Trust.in(List.of(key)),
                            StoreSettings.telling(note -> {}))
                    .fetch(from, false, 3, ProgressDisplay::none);
            assertArrayEquals(signed, copy.awaitBody(MANIFEST));
            assertArrayEquals(other.body(SUMS + ".sig"), copy.body(SUMS + ".sig"));
        }
    }
}
