package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shell scripts of the repository, read by shellcheck. */
@Timeout(60)
final class ScriptsIT {
    private static final Path BENCHMARKS = Path.of("../benchmarks");

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        Program.require("shellcheck", "shellcheck");
        List<String> command = new ArrayList<>(List.of("shellcheck"));
        command.addAll(List.of("src/install/bin/provider", "../.ci/run", "../.ci/repeat"));
        command.addAll(List.of(
                BENCHMARKS.resolve("run").toString(),
                BENCHMARKS.resolve("update-docs").toString()));
        for (Path directory : List.of(BENCHMARKS, Path.of("src/test"))) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.map(Path::toString).filter(name -> name.endsWith(".sh")).forEach(command::add);
            }
        }
        assertTrue(command.size() > 10, command::toString);
        Program.run(Path.of("."), command.toArray(String[]::new)).expectSuccess();
    }
}
