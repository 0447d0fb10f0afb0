package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.server.CapturedLog;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.TrialStart;
import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server writes, or keeps to itself, is nothing that clients can fetch. */
final class SeparatePlacesTest {
    private static final String DATA = "provider.data";
    private static final String ARTIFACTS = "provider.endpoints.artifacts.directory";
    private static final String ACCESS_LOG = "provider.log.access.target";

    @TempDir
    private Path scratch;

    private Path artifacts;
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void layOut() throws Exception {
        artifacts = Files.createDirectory(scratch.resolve("artifacts"));
        settings.put(ARTIFACTS, artifacts.toString());
        settings.put(DATA, scratch.resolve("data").toString());
    }

    /** That of a start, and of a trial. */
    private void refuses(String key, String value) throws Exception {
        List<Path> before = everything();
        settings.put(key, value);
        StartException refused = assertThrows(
                StartException.class, () -> RunningProvider.start(settings).close());
        String message = String.valueOf(refused.getMessage());
        assertEquals(ExitStatus.WRONG_USAGE, refused.status());
        assertTrue(message.startsWith("test: " + key + " = \"" + value + "\": it lies in "), message);
        assertTrue(message.contains(key.equals(ARTIFACTS) ? DATA + " = \"" : ARTIFACTS + " = \""), message);
        assertEquals(1, message.lines().count(), message);
        StartException tried = assertThrows(StartException.class, this::trial);
        assertEquals(message, tried.getMessage());
        assertEquals(before, everything(), "nothing is made");
    }

    private void trial() throws Exception {
        List<Settings.Setting> all = settings.entrySet().stream()
                .map(entry -> new Settings.Setting(entry.getKey(), entry.getValue(), "test"))
                .toList();
        TrialStart.run(
                Preparation.of(new ConfigurationSources(new Settings(all), Map.of(), null), null), Clock.systemUTC());
    }

    private List<Path> everything() throws Exception {
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.sorted().toList();
        }
    }

    @Test
    void theDataDirectoryIsNotTheArtifactsDirectory() throws Exception {
        refuses(DATA, artifacts.toString());
    }

    @Test
    void theDataDirectoryDoesNotLieInTheArtifactsDirectory() throws Exception {
        refuses(DATA, artifacts.resolve("not/there/yet").toString());
        refuses(DATA, scratch + "/data/../artifacts/data");
    }

    @Test
    void aLinkIsWhatItLeadsTo() throws Exception {
        Path link =
                Files.createSymbolicLink(scratch.resolve("link"), Files.createDirectory(artifacts.resolve("below")));
        refuses(DATA, link.toString());
        refuses(DATA, link.resolve("data").toString());
    }

    @Test
    void theArtifactsDoNotLieWhereTheServerKeepsWhatItRemembers() throws Exception {
        Path inside = Files.createDirectories(scratch.resolve("data/state/artifacts/boot"));
        refuses(ARTIFACTS, inside.toString());
        refuses(ARTIFACTS, scratch.resolve("data/state").toString());
    }

    @Test
    void theAccessLogDoesNotLieInTheArtifactsDirectory() throws Exception {
        refuses(ACCESS_LOG, artifacts.resolve("log/access.log").toString());
    }

    @Test
    void noPrivateKeyLiesInTheArtifactsDirectory() throws Exception {
        Path key = artifacts.resolve("release.key");
        KeyFiles.generate(key, scratch.resolve("release.pub"));
        refuses("provider.endpoints.artifacts.manifest.signing-keys", key.toString());
    }

    @Test
    void theDefaultsAreApart() throws Exception {
        settings.put(DATA, scratch.toString());
        try (var log = new CapturedLog()) {
            trial();
            assertEquals(0, log.count("WARN"), log.text());
        }
        RunningProvider.start(settings).close();
        try (Stream<Path> files = Files.list(artifacts)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
