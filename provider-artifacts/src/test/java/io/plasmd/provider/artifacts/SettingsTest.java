package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.server.RunningProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            provider.endpoints.artifacts.directory      | /dev/null      | this is no directory
            provider.channel                            | ../up          | expected the name of a directory
            provider.channel                            | .hidden        | expected the name of a directory
            provider.arch                               | a/b            | expected the name of a directory
            provider.limits.max-ranges                  | 0              | expected 1 or more
            provider.limits.downloads                   | 0              | expected 1 or more
            provider.limits.download-queue              | -1             | expected 0 or more
            provider.limits.download-wait               | 4s             | expected 3s or less
            provider.limits.stall-timeout               | 99ms           | expected 100ms or more
            provider.limits.min-rate-window             | 0s             | expected 100ms or more
            provider.limits.pacing.total                | 100B           | expected 0B, which is none, or from 4KiB on
            provider.limits.pacing.per-download         | 10B            | expected 0B, which is none, or from 4KiB on
            provider.limits.pacing.rules                | fast           | { path = "*.efi", per-download = 10MiB }
            provider.endpoints.artifacts.scan-interval  | 1ms            | expected 10ms or more
            provider.endpoints.artifacts.transfer       | sendfile       | expected copy or mapped
            provider.endpoints.artifacts.digest.threads | -1             | expected 0 or more
            provider.endpoints.artifacts.manifest.lifetime     | 59s           | expected 1m or more
            provider.endpoints.artifacts.manifest.signing-keys | /no/such/key  | no such file. Name an Ed25519 private key
            provider.endpoints.artifacts.manifest.signing-keys | /dev/null     | provider keygen makes one
            """)
    void aWrongSettingStopsTheStartWithItsValueAndTheRemedy(String key, String value, String remedy) throws Exception {
        try (var server = new ArtifactServer()) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "provider.endpoints.artifacts.directory", server.root().toString()));
            settings.put(key, value);
            Exception e = assertThrows(Exception.class, () -> RunningProvider.start(settings));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("\"" + value + "\""), message);
            assertTrue(message.contains(remedy), message);
            assertTrue(message.startsWith("endpoint artifacts failed in phase start: test: "), message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{ path = "*.efi" }]                          | a rule without a pace: give it per-download = 10MiB, or total
            [{ pth = "*.efi", total = 1MiB }]             | unknown key pth; a rule has path, per-download, subnet, total
            [{ subnet = "10.1.0.0/99", total = 1MiB }]    | subnet "10.1.0.0/99" is no address such as 10.1.2.3
            [{ user-agent = "iPXE*", per-download = 10 }] | per-download = "10": expected 0B, which is none, or from 4KiB
            [{ total = fast }]                            | total
            [{ path = [a], total = 1MiB }]                | path
            """)
    void aWrongRuleOfPacingStopsTheStart(String rules, String reason) {
        Exception e =
                assertThrows(Exception.class, () -> new ArtifactServer(Map.of("provider.limits.pacing.rules", rules)));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.startsWith("endpoint artifacts failed in phase start: test: "), message);
    }

    @Test
    void aWrongKeyStopsTheStart() throws Exception {
        Path key = scratch.resolve("release.key");
        Path publicKey = scratch.resolve("release.pub");
        KeyFiles.generate(key, publicKey);
        Path nonsense = Files.writeString(
                scratch.resolve("nonsense"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertRefused(key + "," + nonsense, nonsense + " is no Ed25519 private key");
        assertRefused(publicKey.toString(), "expected a line -----BEGIN PRIVATE KEY-----");
        assertRefused(key + "," + key, "this key is named twice");
    }

    private void assertRefused(String keys, String reason) throws Exception {
        String setting = "provider.endpoints.artifacts.manifest.signing-keys";
        Exception e = assertThrows(Exception.class, () -> new ArtifactServer(Map.of(setting, keys)));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains("manifest.signing-keys = \""), message);
    }

    @Test
    void theReadyLineSaysWhatIsServed() throws Exception {
        try (var server = new ArtifactServer()) {
            assertEquals(
                    "channel stable, arch x86_64, 0 artifacts",
                    server.provider().readyNotes());
            server.put("vmlinuz", 1);
            assertEquals(
                    "channel stable, arch x86_64, 1 artifact", server.provider().readyNotes());
            server.put("initrd", 1);
            server.put("board.dtb", 1);
            server.put(".hidden", 1);
            assertEquals(
                    "channel stable, arch x86_64, 3 artifacts",
                    server.provider().readyNotes());
        }
    }
}
