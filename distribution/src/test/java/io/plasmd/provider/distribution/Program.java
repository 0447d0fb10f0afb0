package io.plasmd.provider.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests use. */
final class Program {
    private static final long LONGEST_MINUTES = 10;

    private Program() {}

    /** Skips the test where a program is missing; fails it in continuous integration, which has to install them all. */
    static void require(String name, String debianPackage) {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        require(found, "needs " + name + ": apt-get install " + debianPackage);
    }

    /** Mounts, namespaces and capabilities are for root alone. */
    static void requireRoot() {
        require("root".equals(System.getProperty("user.name")), "needs to run as root");
    }

    static void requireFile(Path file, String debianPackage) {
        require(Files.isReadable(file), "needs " + file + ": apt-get install " + debianPackage);
    }

    private static void require(boolean found, String message) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(found, message);
        }
        Assumptions.assumeTrue(found, message);
    }

    static Ended run(Path directory, String... command) throws IOException, InterruptedException {
        return run(LONGEST_MINUTES, directory, command);
    }

    static Ended run(long longestMinutes, Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(longestMinutes, TimeUnit.MINUTES)) {
                    throw new AssertionError(List.of(command) + " does not end: " + text(output));
                }
                return new Ended(List.of(command), process.exitValue(), text(output));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
        }
    }

    private static String text(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** A program that has ended. */
    record Ended(List<String> command, int status, String output) {
        Ended expectSuccess() {
            Assertions.assertEquals(0, status, () -> command + " said:\n" + output);
            return this;
        }
    }
}
