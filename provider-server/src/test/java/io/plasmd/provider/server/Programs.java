package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that a test needs beside the JDK and Maven. */
public final class Programs {
    private Programs() {}

    /**
     * Skips the test where one is missing. Where {@code CI} is true, everything is to be there, and it fails.
     */
    public static void require(String program, String debianPackage) {
        for (String directory : List.of(System.getenv("PATH").split(":", -1))) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return;
            }
        }
        String message = program + " is not installed; the Debian package " + debianPackage + " brings it";
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        abort("skipped: " + message);
    }
}
