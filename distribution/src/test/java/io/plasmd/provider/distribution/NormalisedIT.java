package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing of the moment, the machine or the directory of a build is in what it packs. That two builds are the same,
 * byte by byte, {@code .ci/repeat} shows, which takes too long for every run.
 */
final class NormalisedIT {
    private static final Pattern COMMIT = Pattern.compile("(?m)^commit \\S+ of (\\S+)$");

    @TempDir
    private Path scratch;

    private Install install;
    private Instant commitTime;

    @BeforeEach
    void askForTheTimeOfTheCommit() throws Exception {
        install = Tarball.unpack(scratch);
        try (RunningProcess run = Launch.of(install, scratch).start("--version")) {
            assertEquals(0, run.status(), run.err());
            var matcher = COMMIT.matcher(run.out());
            assertTrue(matcher.find(), run.out());
            assumeFalse(matcher.group(1).equals("unknown"), "not built in a clone: there is no time of a commit");
            commitTime = Instant.parse(matcher.group(1));
        }
    }

    @Test
    void everythingInTheTarballHasTheTimeOfTheCommit() throws Exception {
        String listing = Program.run(
                        scratch,
                        "env",
                        "TZ=UTC",
                        "tar",
                        "-tvz",
                        "--full-time",
                        "-f",
                        Tarball.file().toString())
                .expectSuccess()
                .output();
        String time = commitTime.toString().replace("T", " ").replace("Z", "");
        List<String> others =
                listing.lines().filter(line -> !line.contains(" " + time + " ")).toList();
        assertEquals(List.of(), others, time);
    }

    @Test
    void theTarballIsInOrder() throws Exception {
        List<String> names = Program.run(scratch, "tar", "-tzf", Tarball.file().toString())
                .expectSuccess()
                .output()
                .lines()
                .filter(name -> name.startsWith("provider/runtime/legal/java.base/"))
                .toList();
        assertEquals(names.stream().sorted().toList(), names);
    }

    @Test
    void whatIsBuiltInTheJarHasTheTimeOfTheCommit() throws Exception {
        LocalDateTime even = LocalDateTime.ofInstant(commitTime, ZoneOffset.UTC);
        // Times in a zip file are in steps of two seconds.
        LocalDateTime expected = even.minusSeconds(even.getSecond() % 2);
        try (var jar = new JarFile(install.home().resolve("lib/provider.jar").toFile())) {
            List<String> others = jar.stream()
                    // Libraries keep the times of their own.
                    .filter(entry -> entry.getName().startsWith("io/plasmd/provider/"))
                    .filter(entry -> !entry.getTimeLocal().equals(expected))
                    .map(entry -> entry + " " + entry.getTimeLocal())
                    .toList();
            assertEquals(List.of(), others, expected::toString);
        }
    }
}
