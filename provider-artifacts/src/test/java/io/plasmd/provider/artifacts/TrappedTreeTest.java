package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.RunningProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link PathFuzz} takes for granted: that its tree has what it lists, and that it decodes as a server does. */
final class TrappedTreeTest {
    private static final String HEADERS = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    /** Made by the server, or not to be told before all digests are known. */
    private static final Pattern MADE = Pattern.compile(".*(/SHA256SUMS|\\.sha256|manifest\\.json|/blobs/sha256/.*)");

    private TrappedTree tree;

    @BeforeEach
    void plant() throws Exception {
        tree = new TrappedTree();
    }

    @AfterEach
    void fell() throws Exception {
        tree.close();
    }

    @Test
    void allThatIsListedIsFound() throws Exception {
        assertFalse(tree.served().isEmpty());
        for (String path : tree.served().keySet()) {
            tree.check(path);
        }
    }

    @Test
    void overHttpEachSeedLeadsWhereItSays() throws Exception {
        try (var provider = RunningProvider.start(Map.of(
                "provider.endpoints.artifacts.directory",
                tree.root().toString(),
                "provider.data",
                tree.scratch().resolve("server").toString(),
                "provider.channel",
                "stable",
                "provider.arch",
                "x86_64"))) {
            int found = 0;
            for (String target : seeds()) {
                String answer = RawHttp.exchange(provider.port(), "GET " + target + HEADERS);
                Optional<String> path = DecodedTarget.path(target);
                Optional<Path> file = path.map(tree.served()::get);
                String status = file.isPresent() ? "200" : path.isPresent() ? "404" : "400";
                assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), target + "\n" + answer);
                if (file.isPresent()) {
                    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
                    assertEquals(Files.readString(file.get()), new String(bytes, StandardCharsets.UTF_8), target);
                    found++;
                }
            }
            assertTrue(found > 5, found + " seeds lead to a file");
        }
    }

    private static List<String> seeds() throws IOException {
        List<String> targets = new ArrayList<>();
        try (DirectoryStream<Path> seeds = Files.newDirectoryStream(FuzzTest.SEEDS.resolve("path-seeds"))) {
            for (Path seed : seeds) {
                String target = "/" + Files.readString(seed, StandardCharsets.ISO_8859_1);
                if (DecodedTarget.ASCII.matcher(target).matches()
                        && !MADE.matcher(target).matches()) {
                    targets.add(target);
                }
            }
        }
        return targets;
    }
}
