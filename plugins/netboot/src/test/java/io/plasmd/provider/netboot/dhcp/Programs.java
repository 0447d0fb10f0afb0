package io.plasmd.provider.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a test needs. */
final class Programs {
    private Programs() {}

    /** Where it is, also where only root has it in its path. Skips the test where it is missing. */
    static String find(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> abort("skipped: " + program + " is not installed"));
    }

    /** The same, but where {@code CI} is true it is to be there. */
    static String require(String program, String debianPackage) {
        try {
            return find(program);
        } catch (org.opentest4j.TestAbortedException e) {
            return "true".equals(System.getenv("CI"))
                    ? fail(program + " is not installed; the Debian package " + debianPackage + " brings it")
                    : abort(String.valueOf(e.getMessage()));
        }
    }

    /** What it printed, where it ended with 0. */
    static String run(Path directory, long seconds, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "program", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(seconds, TimeUnit.SECONDS);
            String text = Files.readString(output);
            if (!hasEnded || process.exitValue() != 0) {
                fail(command + (hasEnded ? " has failed:\n" : " does not end:\n") + text);
            }
            return text;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
