package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one request ends and the next begins: nobody gets a request past a proxy inside another one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FramingTest {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

    private RunningProvider provider;

    @BeforeAll
    void start(@TempDir Path plugins) throws Exception {
        PluginSource.named("sample").start("""
                        context.mount("/sample", on((request, response) -> response.getWriter().print("fine")));
                        context.mount("/hidden", on((request, response) -> response.getWriter().print("smuggled")));
                        """).jar().writeTo(plugins.resolve("sample.jar"));
        provider = RunningProvider.start(
                Map.of("provider.plugins", plugins.toString(), "provider.limits.header-timeout", "2s"));
    }

    @AfterAll
    void stop() {
        provider.close();
    }

    /** Everything that comes back until the server closes the connection. */
    private String all(String bytes) throws IOException {
        try (var http = new RawHttp(provider.port())) {
            http.send(bytes);
            return new String(http.readToEnd(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 0\r\nContent-Length: 40",
                "Content-Length: 0, 40",
                "Content-Length: -1",
                "Content-Length: +0",
                "Content-Length: 0x0",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: identity, chunked, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "Content-Length : 0",
                "X: y\r\n Content-Length: 0",
                "\u000bContent-Length: 0",
                "Content-Length\u0000: 0",
            })
    void whatFollowsAnAmbiguousRequestIsNotAnswered(String headers) throws IOException {
        String answers = all("GET /sample HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + HIDDEN);
        assertTrue(answers.startsWith("HTTP/1.1 4") || answers.startsWith("HTTP/1.1 5"), answers);
        assertFalse(answers.contains("smuggled"), answers);
        assertEquals(1, answers.split("HTTP/1\\.1 ", -1).length - 1, answers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1\r\n", "zz\r\n", "FFFFFFFFFFFFFFFFF\r\n", "5;\u0000\r\nhello\r\n", "1\r\nab\r\n"})
    void whatFollowsBadChunksIsNotAnswered(String chunks) throws IOException {
        String answers = all("GET /sample HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                + "0\r\n\r\n" + HIDDEN);
        assertFalse(answers.contains("smuggled"), answers);
    }

    @Test
    void theBodyOfARequestIsNotTheNextRequest() throws IOException {
        for (String body : new String[] {
            "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN,
            "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN
                    + "\r\n0\r\n\r\n"
        }) {
            String answers = all("GET /sample HTTP/1.1\r\nHost: x\r\n" + body
                    + "GET /sample HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertFalse(answers.contains("smuggled"), answers);
            assertTrue(answers.startsWith("HTTP/1.1 200 "), answers);
        }
    }

    @Test
    void aBodyThatNeverComesHoldsNoConnection() throws IOException {
        String answer = all("GET /sample HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        Await.until(
                "the connection to be gone",
                () -> provider.metric("active_connections").equals(0L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /sample HTTP/0.9\r\n\r\n",
                "GET /sample\r\n\r\n",
                "GET /sample HTTP/2.0\r\nHost: x\r\n\r\n",
            })
    void otherVersionsAreRefused(String request) throws IOException {
        String answer = all(request);
        assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5") || answer.isEmpty(), answer);
    }

    @Test
    void anOfferOfHttp2IsNotTaken() throws IOException {
        String answer =
                all("GET /sample HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"
                        + "\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }
}
