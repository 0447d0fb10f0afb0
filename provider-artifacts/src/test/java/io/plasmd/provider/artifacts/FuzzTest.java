package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jazzer looks for inputs that break what {@link PathFuzz} and {@link RangeFuzz} require: for some seconds here, and with
 * {@code -Dfuzz.seconds=600} for as long as anybody likes. What it finds belongs among the seeds.
 */
final class FuzzTest {
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 5);
    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    static final Path SEEDS = Path.of("src/test/resources/io/plasmd/provider/artifacts");

    @TempDir
    private Path scratch;

    private static List<byte[]> seeds(String target) throws Exception {
        try (Stream<Path> files = Files.list(SEEDS.resolve(target + "-seeds"))) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return Files.readAllBytes(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void knownPathsHold() throws Exception {
        List<byte[]> seeds = seeds("path");
        assertFalse(seeds.isEmpty());
        for (byte[] seed : seeds) {
            PathFuzz.fuzzerTestOneInput(seed);
        }
    }

    @Test
    void knownRangesHold() throws Exception {
        List<byte[]> seeds = seeds("range");
        assertFalse(seeds.isEmpty());
        seeds.forEach(RangeFuzz::fuzzerTestOneInput);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PathFuzz", "RangeFuzz"})
    void jazzerFindsNothing(String target) throws Exception {
        Path corpus = Files.createDirectory(scratch.resolve("corpus"));
        Path log = scratch.resolve("log");
        String seeds = target.replace("Fuzz", "").toLowerCase(Locale.ROOT) + "-seeds";
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=io.plasmd.provider.artifacts." + target,
                        "--instrumentation_includes=io.plasmd.provider.**",
                        "--reproducer_path=" + scratch,
                        "-artifact_prefix=" + scratch + "/",
                        "-print_final_stats=1",
                        "-max_total_time=" + SECONDS,
                        "-max_len=400",
                        corpus.toString(),
                        SEEDS.resolve(seeds).toAbsolutePath().toString())
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(jazzer.waitFor(SECONDS + 60, TimeUnit.SECONDS), () -> "still running: " + log);
        } finally {
            jazzer.destroyForcibly().waitFor();
        }
        String output = Files.readString(log);
        assertEquals(0, jazzer.exitValue(), output);
        var runs = RUNS.matcher(output);
        assertTrue(runs.find() && Long.parseLong(runs.group(1)) > 100, output);
    }
}
