package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is listed can be had by its percent-encoded name, and what cannot be had is not listed. */
final class NamesTest {
    private static final String[] ODD = {
        "100%.img",
        "%41",
        "%2e%2e",
        "%252f",
        "%",
        "back\\slash",
        "a;b",
        ";",
        "a b",
        "a#b?c",
        "a+b&c=d",
        "a:b@c",
        "\"quoted'",
        "<b>",
        "größe",
        "日本",
        "~",
        "[x]",
        "{x}|^`",
        "*",
    };

    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String path(String name) {
        return "/stable/x86_64/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As GNU sha256sum writes them. */
    private Set<String> inTheSums() {
        String sums = new String(server.awaitBody("/stable/x86_64/SHA256SUMS"), StandardCharsets.UTF_8);
        return sums.lines()
                .map(line -> line.startsWith("\\") ? line.substring(67).replace("\\\\", "\\") : line.substring(66))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void everyNameThatIsListedCanBeHad() throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : ODD) {
            files.put(name, server.put(name, 100 + files.size()));
        }
        assertEquals(files.keySet(), Set.copyOf(inTheSums()));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertArrayEquals(file.getValue(), server.body(path(file.getKey())), file.getKey());
            server.awaitBody(path(file.getKey() + ".sha256"));
        }
        for (JsonNode artifact : server.awaitManifest().path("artifacts")) {
            String name = artifact.path("filename").asString();
            assertTrue(files.containsKey(name), name);
        }
        assertEquals(files.size(), server.awaitManifest().path("artifacts").size());
    }

    @Test
    void aNameThatCannotBeAskedForIsNotListed() throws Exception {
        server.put("vmlinuz", 100);
        server.put("line\nbreak", 100);
        server.put("escape\u001b[2J", 100);
        server.put("delete\u007f", 100);
        // Latin-1, half a character, a surrogate: bytes that no text leads to.
        Shell.run(
                server.directory(),
                "touch \"$(printf 'gr\\366\\337e')\" \"$(printf 'half\\303')\" \"$(printf '\\355\\240\\200')\"");
        assertEquals(Set.of("vmlinuz"), inTheSums());
        assertEquals(200, server.status("/stable/x86_64/vmlinuz"));
        for (String name : new String[] {"line%0Abreak", "escape%1B[2J", "delete%7F", "gr%F6%DFe", "half%C3"}) {
            assertEquals(400, server.status("/stable/x86_64/" + name), name);
        }
        assertFalse(server.awaitManifest().path("artifacts").isEmpty());
        Await.until(
                "the next look counts them",
                () -> new String(server.body("/metrics"), StandardCharsets.UTF_8)
                        .contains("provider_artifacts_nameless 3.0\n"));
    }
}
