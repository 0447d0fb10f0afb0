package io.plasmd.provider.health;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that some tests need. */
final class Tools {
    private Tools() {}

    /** Skips the test where a program is missing; on the build server, where none may be, fails it. */
    static void require(String debianPackages, String... programs) {
        for (String program : programs) {
            if (lookUp(program).isEmpty()) {
                String message = program + " is not on the PATH: apt-get install " + debianPackages;
                if ("true".equals(System.getenv("CI"))) {
                    Assertions.fail(message);
                }
                Assumptions.abort(message);
            }
        }
    }

    static Path find(String program) {
        return lookUp(program).orElseThrow();
    }

    private static Optional<Path> lookUp(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
