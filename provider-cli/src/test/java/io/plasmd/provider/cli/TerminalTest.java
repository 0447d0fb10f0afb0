package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that another machine or a file says drives the terminal of the person who asked. */
final class TerminalTest {
    /** Clears the screen, in both encodings of the control; turns the direction; a new line; what is not seen. */
    private static final String EVIL =
            "x\u001b[2J\u009b2J\u202e\u2066\u200f\u061c\u2028\u2029\u200b\ufeff\u0085\u007f\r\nprovider: all is well";

    private static final String EVIL_JSON = JsonMapper.shared().writeValueAsString(EVIL);

    @TempDir
    private Path scratch;

    private static void assertHarmless(String what, String printed) {
        printed.codePoints()
                .filter(c -> c != '\n')
                .forEach(c -> assertTrue(
                        !Character.isISOControl(c)
                                && Character.getType(c) != Character.FORMAT
                                && c != 0x2028
                                && c != 0x2029,
                        () -> what + " printed U+" + Integer.toHexString(c) + ": " + printed));
        assertTrue(printed.lines().noneMatch(line -> line.startsWith("provider: all is well")), printed);
    }

    private static void assertHarmless(CommandRun run, String... command) {
        String what = String.join(" ", command);
        assertHarmless(what, run.out());
        assertHarmless(what, run.err());
        assertTrue((run.out() + run.err()).contains("all is well"), what + ": " + run);
    }

    private static void assertAnswerIsHarmless(String json, String... command) throws Exception {
        try (CannedServer server = CannedServer.sendingJson(json)) {
            String[] whole = new String[command.length + 2];
            System.arraycopy(command, 0, whole, 0, command.length);
            whole[command.length] = "--url";
            whole[command.length + 1] = server.url();
            assertHarmless(CommandRun.of(whole), command);
        }
    }

    @Test
    void statusIsHarmlessWhicheverFieldIsNot() throws Exception {
        for (String json : new String[] {
            "{\"provider\": {\"name\": EVIL, \"version\": EVIL, \"channel\": EVIL, \"arch\": EVIL}}",
            "{\"health\": {\"status\": EVIL, \"details\": {EVIL: EVIL}}}",
            "{\"plugins\": [{\"name\": EVIL}]}",
            "{\"tls\": {\"subject\": EVIL, \"not_after\": EVIL, \"reload_refused\": EVIL}}",
            "{\"listeners\": {\"operations\": EVIL}}",
            "{\"artifacts\": {\"downloads\": [{\"artifact\": EVIL, \"client\": EVIL}]}}",
            "{\"artifacts\": {\"releases\": [{\"channel\": EVIL, \"arch\": EVIL, \"version\": EVIL, \"current\": true}]}}"
        }) {
            assertAnswerIsHarmless(json.replace("EVIL", EVIL_JSON), "status");
            assertAnswerIsHarmless(json.replace("EVIL", EVIL_JSON), "status", "--json");
        }
    }

    @Test
    void listIsHarmlessWhicheverFieldIsNot() throws Exception {
        String json = "{\"artifacts\": {\"available\": [{\"channel\": EVIL, \"arch\": EVIL, \"name\": EVIL,"
                + " \"filename\": EVIL, \"hash\": EVIL}]}}";
        assertAnswerIsHarmless(json.replace("EVIL", EVIL_JSON), "list");
        assertAnswerIsHarmless(json.replace("EVIL", EVIL_JSON), "list", "--json");
    }

    @Test
    void jsonSaysTheSame() throws Exception {
        String json = "{\"artifacts\": {\"available\": [{\"name\": " + EVIL_JSON + ", \"filename\": \"käse 🧀\"}]}}";
        try (CannedServer server = CannedServer.sendingJson(json)) {
            CommandRun run = CommandRun.of("list", "--json", "--url", server.url());
            JsonNode read = JsonMapper.shared().readTree(run.out());
            assertEquals(EVIL, read.at("/0/name").asString(""));
            assertTrue(run.out().contains("käse 🧀"), run.out());
        }
    }

    @Test
    void whatIsNoStatusIsHarmless() throws Exception {
        try (CannedServer server = CannedServer.sendingJson(EVIL)) {
            CommandRun run = CommandRun.of("status", "--url", server.url());
            assertHarmless("status", run.err());
            assertEquals(1, run.status());
        }
    }

    @Test
    void messagesAboutAManifestAreHarmless() throws Exception {
        for (String manifest : new String[] {
            "EVIL",
            "{EVIL: 1}",
            "{\"signed\": EVIL}",
            "{\"signed\": {\"version\": EVIL, \"channel\": EVIL, \"arch\": EVIL}}",
            "{\"signed\": {\"manifest_version\": EVIL}, \"signatures\": [{\"keyid\": EVIL, \"sig\": EVIL}]}"
        }) {
            String text = manifest.replace("EVIL", EVIL_JSON);
            Path directory = Files.createDirectories(scratch.resolve("directory"));
            Files.write(directory.resolve("manifest.json"), text.getBytes(StandardCharsets.UTF_8));
            CommandRun local = CommandRun.of("verify", directory.toString(), "--allow-unsigned");
            assertHarmless("verify of " + text, local.err());
            try (CannedServer server = CannedServer.sendingJson(text)) {
                CommandRun remote = CommandRun.of("verify", server.url() + "manifest.json", "--allow-unsigned");
                assertHarmless("verify of " + text, remote.err());
                assertHarmless("verify of " + text, remote.out());
            }
        }
    }

    @Test
    void namesOfFilesAreHarmlessInMessages() {
        for (String[] command : new String[][] {
            {"verify", scratch.resolve(EVIL).toString(), "--allow-unsigned"},
            {"publish", scratch.resolve(EVIL).toString()},
            {"check", "--config", scratch.resolve(EVIL).toString()},
            {"config", "--set", "provider.name=" + EVIL},
            {"config", "--json", "--set", "provider.name=" + EVIL},
            {"status", "--url", EVIL}
        }) {
            CommandRun run = CommandRun.of(command);
            assertHarmless(command[0], run.out());
            String without = run.err().replace("\nprovider: all is well", "");
            assertHarmless(command[0], without);
        }
    }
}
