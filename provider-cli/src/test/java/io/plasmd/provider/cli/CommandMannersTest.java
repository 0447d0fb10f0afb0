package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Texts;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How commands behave to scripts and to people. */
final class CommandMannersTest {
    @TempDir
    private Path scratch;

    @Test
    void helpIsACommandToo() {
        assertEquals(
                CommandRun.of("--help").out().lines().findFirst(),
                CommandRun.of("help").out().lines().findFirst());
        CommandRun serve = CommandRun.of("help", "serve");
        assertEquals(0, serve.status(), serve.err());
        assertTrue(serve.out().startsWith("Usage: provider serve"), serve.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "serve --colour", "status --frobnicate"})
    void nothingIsSuggestedWhereNothingIsNear(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" ", -1));
        assertEquals(2, run.status());
        assertFalse(run.err().contains("did you mean"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "--help", "check"})
    void outputThatDoesNotArriveIsStatusOne(String command) throws Exception {
        List<String> arguments = command.equals("check") ? List.of("check", "--port", "0") : List.of(command);
        Process process = ProviderProcess.to(new File("/dev/full"), arguments);
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(err.endsWith("provider: the result could not be written to stdout. Is the disk full?\n"), err);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--artifacts=/srv", "--set=provider.endpoints.artifacts.directory=/srv"})
    void demoAndArtifactsExcludeEachOther(String option) throws Exception {
        try (var server = ProviderProcess.serve(scratch, "--demo", option)) {
            assertEquals(2, server.status());
            assertTrue(server.err().contains("Leave out one of them"), server.err());
        }
    }

    @Test
    void verifyPrintsAnObjectAlsoWhenSomethingIsWrong() {
        CommandRun run = CommandRun.of("verify", "--json", "--allow-unsigned", scratch.toString());
        assertEquals(1, run.status(), run.err());
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertFalse(json.get("right").asBoolean());
        assertFalse(json.get("problem").asString().isEmpty());
        CommandRun untrusting = CommandRun.of("verify", "--json", scratch.toString());
        assertEquals(2, untrusting.status(), untrusting.err());
        String problem =
                JsonMapper.shared().readTree(untrusting.out()).get("problem").asString();
        assertTrue(problem.startsWith("whose signature is to be believed?"), problem);
    }

    @Test
    void theFileOfTheMachineComesBeforeThatOfTheInstall() throws Exception {
        Path machine = scratch.resolve("etc.conf");
        Path install = Texts.write(scratch.resolve("install.conf"), "");
        assertEquals(install, ConfigurationArguments.firstOf(List.of(machine, install)));
        Files.createFile(machine);
        assertEquals(machine, ConfigurationArguments.firstOf(List.of(machine, install)));
        assertEquals(null, ConfigurationArguments.firstOf(List.of()));
    }

    @Test
    void checkSaysWhichFileItHasRead() {
        Path file = Texts.write(scratch.resolve("provider.conf"), "");
        CommandRun run = CommandRun.of("check", "--port", "0", "--config", file.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("Configuration file: " + file + "."), run.out());
    }

    @Test
    void aSecretThatIsGivenWronglyIsNotPrinted() {
        CommandRun run = CommandRun.of("config", "--set", "provider.endpoints.x.password:hunter2");
        assertEquals(2, run.status());
        assertFalse(run.err().contains("hunter2"), run.err());
    }

    @Test
    void thePasswordOfAUrlIsNotPrinted() {
        CommandRun run = CommandRun.of("status", "--url", "http://ann:hunter2@127.0.0.1:1/");
        assertEquals(1, run.status());
        assertFalse(run.err().contains("hunter2"), run.err());
        assertTrue(run.err().contains("127.0.0.1:1"), run.err());
    }
}
