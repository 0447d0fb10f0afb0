package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.CheckedArtifact;
import io.plasmd.provider.release.Fetched;
import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.Origin;
import io.plasmd.provider.release.Place;
import io.plasmd.provider.release.Progress;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.ReleaseFetcher;
import io.plasmd.provider.release.RemoteRelease;
import io.plasmd.provider.release.StoreSettings;
import io.plasmd.provider.release.TransferSettings;
import io.plasmd.provider.release.Trust;
import io.plasmd.provider.release.TrustedKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched and verified where the address of a release is given, and not that of a provider. */
final class ReleaseAddressTest {
    @TempDir
    private Path scratch;

    private TrustedKey key;
    private ArtifactServer origin;
    private Publishing publishing;
    private ArtifactServer mirror;

    @BeforeEach
    void start() throws Exception {
        Path secret = scratch.resolve("release.key");
        key = KeyFiles.generate(secret, scratch.resolve("release.pub"));
        origin = new ArtifactServer(Map.of("provider.endpoints.artifacts.manifest.signing-keys", secret.toString()));
        publishing = new Publishing(origin, 3);
        publishing.publish("1", Map.of("vmlinuz", ArtifactServer.bytes(1001), "EFI/a b.cfg", ArtifactServer.bytes(11)));
        publishing.publish("2", Map.of("vmlinuz", ArtifactServer.bytes(1002)));
        origin.awaitBody("/releases/stable/x86_64/1/manifest.json");
        origin.awaitBody("/releases/stable/x86_64/2/manifest.json");
        mirror = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
        mirror.close();
    }

    private Origin at(String path) throws ReleaseException {
        return Origin.of(origin.provider().url(path), "edge", "aarch64", new Place(Optional.empty(), Optional.empty()));
    }

    private Fetched fetch(String path, boolean allowOlder) throws Exception {
        return new ReleaseFetcher(
                        mirror.root(),
                        Publishing.ROLES,
                        TransferSettings.of("test"),
                        Trust.in(List.of(key)),
                        StoreSettings.telling(note -> {}))
                .fetch(at(path), allowOlder, 3, ProgressDisplay::none);
    }

    private List<CheckedArtifact> verify(String path) throws Exception {
        RemoteRelease release = RemoteRelease.find(at(path), TransferSettings.of("test"));
        assertEquals("1", release.manifest().manifest().version());
        return release.check(Progress.NONE);
    }

    @Test
    void thatVeryReleaseIsFetchedAndAnOlderOneOnlyOnPurpose() throws Exception {
        assertEquals("1", fetch("/releases/stable/x86_64/1/", false).release().version());
        assertArrayEquals(ArtifactServer.bytes(1001), mirror.awaitBody("/stable/x86_64/vmlinuz"));
        assertArrayEquals(ArtifactServer.bytes(11), mirror.body("/stable/x86_64/EFI/a%20b.cfg"));
        assertArrayEquals(
                origin.body("/releases/stable/x86_64/1/SHA256SUMS.sig"), mirror.body("/stable/x86_64/SHA256SUMS.sig"));
        assertEquals("2", fetch("/releases/stable/x86_64/2", false).release().version());
        var e = assertThrows(ReleaseException.class, () -> fetch("/releases/stable/x86_64/1/manifest.json", false));
        assertTrue(e.getMessage().startsWith("release 1 is offered, older than 2, which is here. "), e.getMessage());
        assertTrue(e.getMessage().contains("--allow-older"), e.getMessage());
        assertArrayEquals(ArtifactServer.bytes(1002), mirror.awaitBody("/stable/x86_64/vmlinuz"));
        assertEquals(0, fetch("/releases/stable/amd64/1/", true).downloadedBytes());
        assertArrayEquals(ArtifactServer.bytes(1001), mirror.awaitBody("/stable/x86_64/vmlinuz"));
    }

    @Test
    void thatVeryReleaseIsVerified() throws Exception {
        List<CheckedArtifact> checked = verify("/releases/stable/x86_64/1/");
        assertEquals(2, checked.size());
        assertTrue(checked.stream().allMatch(CheckedArtifact::isRight), checked.toString());
    }

    @Test
    void aReleaseThatIsNotKeptIsNamed() {
        var e = assertThrows(ReleaseException.class, () -> verify("/releases/stable/x86_64/7/"));
        assertTrue(
                e.getMessage()
                        .endsWith("/releases/stable/x86_64/7/manifest.json answered 404: the server does not keep"
                                + " release 7 (any more), or is no provider"),
                e.getMessage());
    }
}
