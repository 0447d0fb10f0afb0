package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, version, and what is said to wrong usage. */
final class UsageTest {
    private static final String VERSION = "provider " + Version.current() + " (Java " + Runtime.version() + ")\ncommit "
            + Version.commit() + " of " + Version.commitTime() + "\n";

    @Test
    void helpGoesToStandardOutput() {
        CommandRun run = CommandRun.of("--help");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        for (String word : List.of("serve", "check", "config", "--version", "Exit status: 0 done, 1 it failed, 2")) {
            assertTrue(run.out().contains(word), run.out());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "check", "config"})
    void everyCommandHasHelp(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("Usage: provider " + command), run.out());
        for (String option : List.of(
                "--config", "--artifacts", "--channel", "--arch", "--bind", "--port", "--data", "--plugins", "--set")) {
            assertTrue(run.out().contains(option), run.out());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "config --help", "serve --help"})
    void helpFitsATerminalOfEightyColumns(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" ", -1));
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run.out());
    }

    @Test
    void versionTellsTheRuntimeAndTheSourceToo() {
        assertEquals(new CommandRun(0, VERSION, ""), CommandRun.of("--version"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "srve             | unknown command srve; did you mean serve?",
                "serve --prot 80  | unknown option --prot; did you mean --port?",
                "check --plugin=x | unknown option --plugin; did you mean --plugins?",
                "config --jsn     | unknown option --jsn; did you mean --json?",
                "--verion         | unknown option --verion; did you mean --version?",
                "serve now        | unexpected argument now",
            })
    void unknownCommandOrOptionIsNamedWithASuggestion(String arguments, String message) {
        CommandRun run = CommandRun.of(arguments.split(" ", -1));
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertEquals("provider: " + message, run.err().lines().findFirst().orElse(""));
        assertEquals(2, run.err().lines().count(), run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve extra",
                "serve --port",
                "check --set",
                "check --set x",
                "status --set x",
                "serve --port 1 --port 2"
            })
    void wrongUsageIsStatusTwoAndPointsToTheHelp(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" ", -1));
        assertEquals(2, run.status(), run.err());
        String command = arguments.substring(0, arguments.indexOf(' '));
        assertTrue(run.err().endsWith("Try: provider " + command + " --help\n"), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err());
    }

    @Test
    void helpListsTheCommandsInTheirOrder() {
        List<String> words = CommandRun.of("--help")
                .out()
                .lines()
                .map(line -> line.strip().replaceFirst(" .*", ""))
                .toList();
        assertEquals(
                Commands.names(),
                words.stream().filter(Commands.names()::contains).toList());
    }

    @Test
    void noCommandIsWrongUsage() {
        CommandRun run = CommandRun.of();
        assertEquals(2, run.status());
        String names = String.join(", ", Commands.names()).replaceFirst(", (\\w+)$", " or $1");
        assertEquals(
                "provider: which command? " + names,
                run.err().lines().findFirst().orElse(""));
    }

    @Test
    void statusReachesTheCallerOfTheProcess(@TempDir Path scratch) throws Exception {
        try (var version = ProviderProcess.start(scratch, Map.of(), List.of("--version"));
                var wrong = ProviderProcess.start(scratch, Map.of(), List.of("srve"))) {
            assertEquals(0, version.status());
            assertEquals(VERSION, version.out());
            assertEquals("", version.err());
            assertEquals(2, wrong.status());
            assertEquals("", wrong.out());
            assertTrue(wrong.err().startsWith("provider: "), wrong.err());
        }
    }
}
