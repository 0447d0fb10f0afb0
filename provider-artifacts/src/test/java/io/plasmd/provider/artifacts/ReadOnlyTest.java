package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing can be changed over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadOnlyTest {
    private static final String BODY = "overwritten";

    private HostileServer server;

    @BeforeAll
    void start() throws Exception {
        server = new HostileServer();
        // What the server itself writes when it first meets a file is not a client's doing.
        server.files().awaitEtag(HostileServer.KERNEL);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT",
                "POST",
                "DELETE",
                "PATCH",
                "MKCOL",
                "PROPFIND",
                "PROPPATCH",
                "MOVE",
                "COPY",
                "LOCK",
                "UNLOCK",
                "LINK",
                "UNLINK",
                "REPORT",
                "SEARCH",
                "BREW",
                "OPTIONS",
                "TRACE",
                "QUERY",
                "PURGE"
            })
    void everyOtherMethodIsRefusedAndChangesNothing(String method) throws Exception {
        Map<Path, String> before = tree();
        for (String path : new String[] {HostileServer.KERNEL, ArtifactServer.RELEASE + "new", "/stable/new/", "/"}) {
            HostileServer.Answer answer = server.send(
                    method + " " + path + " HTTP/1.1\r\nHost: x\r\nDestination: /stable/x86_64/moved\r\nDepth: 0\r\n"
                            + "Overwrite: T\r\nConnection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                            + BODY,
                    405);
            assertEquals("GET, HEAD", answer.header("Allow"), answer.raw());
        }
        assertEquals(before, tree());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void noHeaderMakesAnotherMethodOfAGet(String header) throws Exception {
        Map<Path, String> before = tree();
        server.send(
                "GET " + HostileServer.KERNEL + "?_method=DELETE HTTP/1.1\r\nHost: x\r\n" + header
                        + ": DELETE\r\nConnection: close\r\n\r\n",
                200);
        assertEquals(before, tree());
    }

    @Test
    void traceDoesNotEchoWhatABrowserWouldKeepFromScripts() throws Exception {
        HostileServer.Answer answer = server.send(
                "TRACE " + HostileServer.KERNEL + " HTTP/1.1\r\nHost: x\r\nCookie: echoed\r\nConnection: close\r\n\r\n",
                405);
        assertFalse(answer.raw().contains("echoed"), answer.raw());
    }

    /** What is on disk, and since when. */
    private Map<Path, String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(server.files().root())) {
            Map<Path, String> tree = new TreeMap<>();
            for (Path file : files.toList()) {
                tree.put(file, Files.readAttributes(file, "unix:ino,ctime,size").toString());
            }
            return tree;
        }
    }
}
