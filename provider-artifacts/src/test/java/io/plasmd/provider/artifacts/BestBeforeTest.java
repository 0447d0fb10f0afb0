package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.Origin;
import io.plasmd.provider.release.Place;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.ReleaseFetcher;
import io.plasmd.provider.release.StoreSettings;
import io.plasmd.provider.release.TransferSettings;
import io.plasmd.provider.release.Trust;
import io.plasmd.provider.release.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The date in sums after which systemd-sysupdate refuses them. */
final class BestBeforeTest {
    private static final String MANIFEST = "provider.endpoints.artifacts.manifest.";
    private static final String PLACE = "/stable/x86_64/";
    private static final String RELEASE = "/releases/stable/x86_64/1/";

    @TempDir
    private Path scratch;

    private final SettableClock clock = new SettableClock();
    private final Map<String, String> settings = new HashMap<>();
    private TrustedKey key;
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        Path secret = scratch.resolve("release.key");
        key = KeyFiles.generate(secret, scratch.resolve("release.pub"));
        settings.put(MANIFEST + "signing-keys", secret.toString());
        settings.put(MANIFEST + "best-before", "true");
        server = new ArtifactServer(settings, clock);
        new Publishing(server, 3).publish("1", Map.of("vmlinuz", ArtifactServer.bytes(1000)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String name() {
        LocalDate expires = LocalDate.ofInstant(clock.instant().plus(Duration.ofDays(30)), ZoneOffset.UTC);
        return "BEST-BEFORE-" + expires;
    }

    private String text(String path) {
        return new String(server.awaitBody(path), StandardCharsets.UTF_8);
    }

    private static String line(String name, byte[] content) throws Exception {
        return ArtifactServer.sha256(content) + "  " + name + "\n";
    }

    @Test
    void sumsOfAChannelSayUntilWhenAndGoOnWithTheManifest() throws Exception {
        String first = name();
        String kernel = line("vmlinuz", ArtifactServer.bytes(1000));
        assertEquals(line(first, new byte[0]) + kernel, text(PLACE + "SHA256SUMS"));
        assertArrayEquals(new byte[0], server.body(PLACE + first));
        byte[] signature = server.body(PLACE + "SHA256SUMS.gpg");
        assertEquals(kernel, text(RELEASE + "SHA256SUMS"), "it never changes");
        assertEquals(404, server.status(RELEASE + first));
        assertEquals(404, server.status(PLACE + "BEST-BEFORE-2001-01-01"));
        assertFalse(text(PLACE + "manifest.json").contains("BEST-BEFORE"));
        clock.advance(Duration.ofDays(16));
        assertEquals(line(name(), new byte[0]) + kernel, text(PLACE + "SHA256SUMS"));
        assertArrayEquals(new byte[0], server.body(PLACE + name()));
        assertEquals(404, server.status(PLACE + first));
        assertFalse(Arrays.equals(signature, server.body(PLACE + "SHA256SUMS.gpg")));
    }

    /** The origin signs two lists; that without a date is what a mirror can make itself. */
    @Test
    void aMirrorHasTheSumsAndTheSignatureOfTheRelease() throws Exception {
        server.awaitBody(PLACE + "manifest.json");
        try (var mirror = new ArtifactServer(Map.of(MANIFEST + "best-before", "true"), clock)) {
            Origin from = Origin.of(server.provider().url("/"), "stable", "x86_64", Place.of("stable", "x86_64"));
            new ReleaseFetcher(
                            mirror.root(),
                            Publishing.ROLES,
                            TransferSettings.of("test"),
                            Trust.in(List.of(key)),
                            StoreSettings.telling(note -> {}))
                    .fetch(from, false, 3, ProgressDisplay::none);
            assertArrayEquals(server.body(RELEASE + "SHA256SUMS"), mirror.awaitBody(PLACE + "SHA256SUMS"));
            assertArrayEquals(server.body(RELEASE + "SHA256SUMS.sig"), mirror.body(PLACE + "SHA256SUMS.sig"));
            assertArrayEquals(server.body(RELEASE + "SHA256SUMS.gpg"), mirror.body(PLACE + "SHA256SUMS.gpg"));
        }
    }

    @Test
    void aDateNeedsALifetimeOfDays() {
        settings.put(MANIFEST + "lifetime", "47h");
        String message = String.valueOf(assertThrows(Exception.class, () -> new ArtifactServer(settings, clock))
                .getMessage());
        assertTrue(message.contains("manifest.lifetime = \"47h\": expected 2d or more"), message);
    }
}
