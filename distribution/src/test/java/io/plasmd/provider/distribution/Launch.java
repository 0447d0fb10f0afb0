package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the launcher is called: from which directory, by which name, with nothing in the environment that would lead to a
 * Java of the machine.
 *
 * @param scratch a directory for what the process prints and writes
 * @param command the launcher, and what is before it
 * @param environment variables beside PATH
 */
record Launch(Path scratch, List<String> command, Map<String, String> environment) {
    static Launch of(Install install, Path scratch) {
        return new Launch(scratch, List.of(install.launcher().toString()), Map.of());
    }

    Launch with(String variable, String value) {
        var all = new HashMap<>(environment);
        all.put(variable, value);
        return new Launch(scratch, command, all);
    }

    Launch javaOptions(String options) {
        return with("PROVIDER_JAVA_OPTS", options);
    }

    Launch by(String... otherCommand) {
        return new Launch(scratch, List.of(otherCommand), environment);
    }

    RunningProcess start(String... arguments) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        Path out = Files.createTempFile(scratch, "out", "");
        Path err = Files.createTempFile(scratch, "err", "");
        var builder = new ProcessBuilder(whole)
                .directory(scratch.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path().toString());
        builder.environment().putAll(environment);
        return new RunningProcess(builder.start(), out, err);
    }

    /** Publishes a directory as a release of {@code stable}, for x86_64. */
    void publish(Path artifacts, String version, Path release, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("publish", "--artifacts", artifacts.toString(), "--arch", "x86_64"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--version", version, release.toString()));
        try (RunningProcess publish = start(arguments.toArray(String[]::new))) {
            assertEquals(0, publish.status(), publish.err());
        }
    }

    /** A server on a free port of the loopback address, once it is ready. */
    RunningProcess serve(Path artifacts, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--artifacts",
                artifacts.toString(),
                "--arch",
                "x86_64"));
        if (!List.of(options).contains("--data")) {
            arguments.addAll(List.of("--data", scratch.resolve("data").toString()));
        }
        arguments.addAll(List.of(options));
        RunningProcess server = start(arguments.toArray(String[]::new));
        try {
            server.awaitReady();
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    /** A PATH on which there is nothing but the one program that the launcher may need. */
    private Path path() throws IOException {
        Path directory = scratch.resolve("path");
        if (!Files.exists(directory)) {
            Files.createDirectory(directory);
            // Not a link: JUnit warns of those that lead out of a temporary directory, at each server of each test.
            Files.copy(Path.of("/bin/readlink"), directory.resolve("readlink"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return directory;
    }
}
