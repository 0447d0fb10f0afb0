package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.PluginSource;
import io.plasmd.provider.server.RawHttp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client can make the server log: one line an error, and nothing of its own making. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorLogTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ ";

    private ProviderProcess server;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        PluginSource.named("a").start("""
                        context.mount("/fine", on((request, response) -> response.getWriter().print("fine")));
                        context.mount("/throws/*", on((request, response) -> {
                            throw new IllegalStateException("no " + request.getPathInfo().substring(1) + "\\n\\tat forged");
                        }));
                        context.mount("/gone", on((request, response) -> {
                            response.setContentLength(100_000_000);
                            for (int i = 0; i < 100; i++) {
                                response.getOutputStream().write(new byte[1_000_000]);
                            }
                        }));""").jar().writeTo(scratch.resolve("plugins/a.jar"));
        server = ProviderProcess.serve(
                scratch, "--plugins", scratch.resolve("plugins").toString());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "GET /unknown HTTP/1.1                          | GET /unknown 404",
                "GET /unknown?q=%0a HTTP/1.1                    | GET /unknown?q=%0a 404",
                "DELETE /fine HTTP/1.1                          | DELETE /fine 405",
                "GET /a%2fb HTTP/1.1                            | GET /a%2fb 400",
                "GET /%0a%0dforged HTTP/1.1                     | (malformed request) 400",
                "GET /a\"b\\c HTTP/1.1                            | GET /a\\u0022b\\u005cc 400",
                "G\u001b[31mT / HTTP/1.1                        | (malformed request) 400",
                "GET /\u009b31m HTTP/1.1                        | GET /\\ufffd31m 400",
                "GET /\u001b[31m HTTP/1.1                       | (malformed request) 400",
                "nonsense                                       | (malformed request) 400",
            })
    void errorIsOneLine(String requestLine, String line) throws Exception {
        assertEquals(List.of("INFO RequestJournal - 127.0.0.1 " + line), logged(requestLine + "\r\nHost: x\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a b", "x\u001b[31m", "x\u0085forged", "x:port", "[::"})
    void malformedHostIsOneLineAndNotQuoted(String host) throws Exception {
        List<String> lines = logged("GET /fine HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().endsWith(" 400"), lines.toString());
    }

    /** Longer than provider.limits.uri-length is refused, and cut all the same. */
    @ParameterizedTest
    @CsvSource({"3000, 404", "5000, 414"})
    void longPathIsCut(int length, int status) throws Exception {
        List<String> lines = logged("GET /" + "x".repeat(length) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(1, lines.size());
        assertTrue(lines.getFirst().length() < 400, lines.toString());
        assertTrue(lines.getFirst().endsWith("xxx... " + status), lines.toString());
    }

    @Test
    void successIsNotLogged() throws Exception {
        int before = lines().size();
        assertEquals(
                200,
                RawHttp.exchange(server.port(), "GET /fine HTTP/1.1\r\nHost: x\r\n\r\n")
                        .status());
        assertEquals(1, logged("GET /marker HTTP/1.1\r\nHost: x\r\n\r\n").size());
        assertEquals(before + 1, lines().size());
    }

    @Test
    void servletThatThrowsIsNamedWithoutAStackTrace() throws Exception {
        List<String> lines = logged("GET /throws/it HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(2, lines.size(), lines.toString());
        String failure = lines.getFirst();
        assertTrue(failure.startsWith("WARN MountedServlet - plugin "), failure);
        assertTrue(
                failure.contains(
                        "a.jar failed to answer /throws/*: java.lang.IllegalStateException: no it at forged (at a.jar//zoo.Sample."),
                failure);
        assertEquals("INFO RequestJournal - 127.0.0.1 GET /throws/it 500", lines.get(1));
    }

    @Test
    void clientThatGoesAwayIsNoError() throws Exception {
        int before = lines().size();
        try (var http = new RawHttp(server.port())) {
            http.send("GET /gone HTTP/1.1\r\nHost: x\r\n\r\n");
            http.readHead();
        }
        assertEquals(1, logged("GET /marker HTTP/1.1\r\nHost: x\r\n\r\n").size());
        assertEquals(before + 1, lines().size(), server.err());
    }

    private List<String> lines() throws Exception {
        return server.err().lines().toList();
    }

    /** What the server logs because of one request, without the time. */
    private List<String> logged(String request) throws Exception {
        int before = lines().size();
        RawHttp.Answer answer = RawHttp.exchange(server.port(), request);
        Await.until(
                "the error is logged",
                () -> server.err().endsWith(" " + answer.status() + "\n") && lines().size() > before);
        List<String> fresh = lines().subList(before, lines().size());
        fresh.forEach(line -> assertTrue(line.matches(TIME + ".*"), line));
        return fresh.stream().map(line -> line.replaceFirst(TIME, "")).toList();
    }
}
