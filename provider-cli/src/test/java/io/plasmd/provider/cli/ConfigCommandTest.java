package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.plasmd.provider.server.PluginSource;
import io.plasmd.provider.server.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code provider config} and {@code provider check}. */
final class ConfigCommandTest {
    @TempDir
    private Path scratch;

    @Test
    void printsEveryKeyWithItsValueAndWhereItCameFrom() {
        Path file = Texts.write(scratch.resolve("provider.conf"), "provider {\n  channel = edge\n}");
        CommandRun run = CommandRun.of(
                "config", "--config", file.toString(), "--port", "81", "--set", "provider.http.threads=8");
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        assertLine(run, "provider\\.channel +edge +" + file + ":2");
        assertLine(run, "provider\\.http\\.port +81 +option --port");
        assertLine(run, "provider\\.http\\.threads +8 +option --set");
        assertLine(run, "provider\\.http\\.backlog +1024 +default");
        assertLine(run, "provider\\.plugins +\"\" +default");
        assertEquals(
                keys(),
                run.out()
                        .lines()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList());
    }

    private static List<String> keys() {
        return ConfigFactory.parseResources("reference.conf").resolve().entrySet().stream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static void assertLine(CommandRun run, String pattern) {
        assertTrue(run.out().lines().anyMatch(line -> line.matches(pattern)), run.out());
    }

    @Test
    void printsJson() {
        CommandRun run = CommandRun.of("config", "--json", "--port", "81");
        assertEquals(0, run.status(), run.err());
        JsonNode json = JsonMapper.builder().build().readTree(run.out());
        JsonNode port = StreamSupport.stream(json.spliterator(), false)
                .filter(node -> node.get("key").asString().equals("provider.http.port"))
                .findFirst()
                .orElseThrow();
        assertEquals("81", port.get("value").asString());
        assertEquals("option --port", port.get("origin").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "db-password",
                "db_password",
                "dbPassword",
                "secret",
                "api-token",
                "tokens",
                "credentials.user",
                "api-key",
                "passphrase",
            })
    void masksSecrets(String key) {
        PluginSource.named("sample").jar().writeTo(scratch.resolve("plugins/sample.jar"));
        for (String json : List.of("", "--json")) {
            var args = new ArrayList<>(List.of(
                    "config",
                    "--plugins",
                    scratch.resolve("plugins").toString(),
                    "--set",
                    "provider.endpoints.sample." + key + "=hunter2"));
            if (!json.isEmpty()) {
                args.add(json);
            }
            CommandRun run = CommandRun.of(args.toArray(String[]::new));
            assertEquals(0, run.status(), run.err());
            assertTrue(run.out().contains(key), run.out());
            assertFalse(run.out().contains("hunter2"), run.out());
        }
    }

    @Test
    void masksSecretsInsideLists() {
        PluginSource.named("sample").jar().writeTo(scratch.resolve("plugins/sample.jar"));
        Path file = Texts.write(
                scratch.resolve("provider.conf"),
                "provider.endpoints.sample.users = [{name = ann, password = hunter2}]");
        CommandRun run = CommandRun.of(
                "config",
                "--config",
                file.toString(),
                "--plugins",
                scratch.resolve("plugins").toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("ann"), run.out());
        assertFalse(run.out().contains("hunter2"), run.out());
    }

    @Test
    void valueOfSeveralLinesStaysOnOneLine() {
        Path file = Texts.write(scratch.resolve("provider.conf"), "provider.name = \"a\\nb\"");
        CommandRun run = CommandRun.of("config", "--config", file.toString());
        assertLine(run, "provider\\.name +\"a\\\\nb\" +.*");
    }

    @Test
    void refusesAWrongConfiguration() {
        CommandRun run = CommandRun.of("config", "--port", "x");
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertEquals("provider: option --port: provider.http.port = \"x\": expected a number\n", run.err());
    }

    @Test
    void refusesAPortOutOfRangeToo() {
        CommandRun run = CommandRun.of("config", "--port", "70000");
        assertEquals(2, run.status());
        assertEquals(
                "provider: option --port: provider.http.port = 70000: expected a whole number from 0 to 65535\n",
                run.err());
    }

    @Test
    void checkIsContentWithDefaults() {
        CommandRun run = CommandRun.of("check");
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("No problem found."), run.out());
    }

    @Test
    void checkNumbersAllProblems() {
        Path file =
                Texts.write(scratch.resolve("provider.conf"), "provider.htpp.port = 1\nprovider.http.backlog = many\n");
        CommandRun run =
                CommandRun.of("check", "--config", file.toString(), "--port", "70000", "--set", "x=1", "--set", "y=2");
        assertEquals(2, run.status());
        assertEquals("", run.out());
        List<String> lines = run.err().lines().toList();
        assertEquals("provider: 5 problems:", lines.getFirst(), run.err());
        for (int i = 1; i <= 5; i++) {
            assertTrue(lines.get(i).startsWith("  " + i + ". "), run.err());
        }
        assertEquals(6, lines.size(), run.err());
    }

    @Test
    void laterOptionWinsOverEarlierOfTheSameKey() {
        CommandRun run = CommandRun.of(
                "config", "--port", "81", "--set", "provider.http.port=82", "--set", "provider.channel=a=b");
        assertLine(run, "provider\\.http\\.port +82 +option --set");
        assertLine(run, "provider\\.channel +a=b +option --set");
        assertLine(
                CommandRun.of("config", "--set", "provider.http.port=82", "--port", "81"),
                "provider\\.http\\.port +81 +option --port");
    }
}
