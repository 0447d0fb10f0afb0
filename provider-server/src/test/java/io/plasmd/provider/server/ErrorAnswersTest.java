package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every error is problem+json, with the status that the fault deserves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorAnswersTest {
    private static final String SERVLETS = """
            context.mount("/sample", on((request, response) -> response.getWriter().print("fine")));
            context.mount("/prefix/*", on((request, response) -> response.getWriter().print(request.getPathInfo())));
            context.mount("", on((request, response) -> response.getWriter().print("root")));
            context.mount("/throws/runtime", on((q, p) -> { throw new IllegalStateException("inner secret"); }));
            context.mount("/throws/servlet", on((q, p) -> { throw new ServletException("inner secret"); }));
            context.mount("/throws/io", on((q, p) -> { throw new IOException("inner secret"); }));
            context.mount("/throws/error", on((q, p) -> { throw new NoClassDefFoundError("inner secret"); }));
            context.mount("/throws/late", on((q, p) -> {
                p.getWriter().print("begun");
                throw new IllegalStateException("inner secret");
            }));
            context.mount("/unavailable", on((q, p) -> p.sendError(503, "come back later")));
            context.mount("/busy", on((q, p) -> { p.setHeader("Retry-After", "7"); p.sendError(429); }));
            context.mount("/gone", on((q, p) -> p.sendError(410, "the \\"release\\" was\\nremoved")));
            context.mount("/upper", new HttpServlet() {});
            """;

    private RunningProvider provider;

    @BeforeAll
    void start(@TempDir Path plugins) throws Exception {
        PluginSource.named("sample").start(SERVLETS).jar().writeTo(plugins.resolve("sample.jar"));
        provider = RunningProvider.start(Map.of("provider.plugins", plugins.toString()));
    }

    @AfterAll
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "DELETE", "PROPFIND", "FOO", "get"})
    void onlyGetAndHeadAreAnswered(String method) throws IOException {
        for (String path : List.of("/sample", "/unknown", "/")) {
            var answer = raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertProblem(answer, 405, "Method Not Allowed", path);
            assertEquals("GET, HEAD", answer.header("Allow").orElse(""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void methodsWithABodyAreRefused(String method) throws IOException {
        for (String path : List.of("/sample", "/unknown")) {
            var request = new Request.Builder()
                    .url(provider.url(path))
                    .method(method, RequestBody.create("x".repeat(100_000), MediaType.get("text/plain")))
                    .build();
            try (Response response = provider.client().newCall(request).execute()) {
                assertEquals(405, response.code());
                assertEquals("GET, HEAD", response.header("Allow"));
                assertEquals("application/problem+json", response.header("Content-Type"));
            }
        }
    }

    @Test
    void optionsForTheServerAsAWholeIsRefusedToo() throws IOException {
        assertEquals(405, raw("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").status());
    }

    @Test
    void connectIsRefused() throws IOException {
        assertEquals(405, raw("CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n").status());
    }

    @Test
    void unknownPathIsNotFound() throws IOException {
        assertProblem(raw("GET /unknown?q=1 HTTP/1.1\r\nHost: x\r\n\r\n"), 404, "Not Found", "/unknown");
    }

    @Test
    void headOfAnErrorHasNoBodyAndTheSameLength() throws IOException {
        var get = raw("GET /unknown HTTP/1.1\r\nHost: x\r\n\r\n");
        var head = raw("HEAD /unknown HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(404, head.status());
        assertEquals(get.header("Content-Length"), head.header("Content-Length"));
        assertEquals("", head.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%2Fsample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%2e%2e/sample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%2e/sample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /prefix/..;/x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /sample;x=1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /prefix/a;b/c HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /../sample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /prefix/../../sample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /prefix/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /prefix/%0a HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /prefix/\\x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%f HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%u0041 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\u0001b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\tb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\u00ffb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET sample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET\r\nHost: x\r\n\r\n",
                "G\u0001T /sample HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /sample HTTP/1.1\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x:port\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET /sample HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "GET /sample HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
                "GET /sample HTTP/one\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "hello\r\n\r\n",
            })
    void requestThatIsMalformedOrAmbiguousIsNeverAnsweredOtherwiseThanByAClientError(String request)
            throws IOException {
        var answer = raw(request);
        assertTrue(answer.status() == 400 || answer.status() == 404 || answer.status() == 505, answer.toString());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""), answer.toString());
        JsonNode json = answer.json();
        assertEquals(answer.status(), json.get("status").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "/%2e%2e/sample", "/sample;x=1", "/%zz", "/../sample", "/prefix/%00"})
    void ambiguousPathIsABadRequest(String path) throws IOException {
        assertEquals(400, raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status());
    }

    @ParameterizedTest
    @CsvSource({
        "/prefix/100%25, /100%",
        "/prefix/%2541, /%41",
        "/prefix/a%5Cb, /a\\b",
        "/prefix/a%3Bb, /a;b",
        "/prefix/a%23b, /a#b"
    })
    void aServletGetsItsPathDecodedOnce(String target, String path) throws IOException {
        RawHttp.Answer answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(200, answer.status());
        assertEquals(path, answer.body());
    }

    @Test
    void hostIsAskedForOnlyByHttp11() throws IOException {
        assertEquals(400, raw("GET /sample HTTP/1.1\r\n\r\n").status());
        assertEquals(200, raw("GET /sample HTTP/1.0\r\n\r\n").status());
        assertEquals("fine", raw("GET /sample HTTP/1.0\r\n\r\n").body());
    }

    @Test
    void absoluteRequestTargetIsAnswered() throws IOException {
        assertEquals(
                200,
                raw("GET http://elsewhere/sample HTTP/1.1\r\nHost: elsewhere\r\n\r\n")
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"GET /%s HTTP/1.1, 414", "GET /sample?%s HTTP/1.1, 414"})
    void requestLineThatIsTooLongIsRefused(String line, int status) throws IOException {
        var answer = raw(line.formatted("x".repeat(9_000)) + "\r\nHost: x\r\n\r\n");
        assertEquals(status, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
    }

    @Test
    void headersThatAreTooLongAreRefused() throws IOException {
        var answer = raw("GET /sample HTTP/1.1\r\nHost: x\r\nCookie: " + "x".repeat(9_000) + "\r\n\r\n");
        assertEquals(431, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
    }

    @Test
    void prefaceOfHttp2IsRefused() throws IOException {
        var answer = raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        assertEquals(505, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "servlet", "io", "error", "late"})
    void servletThatThrowsIsAServerErrorWithoutWhatItSaid(String path) throws IOException {
        var answer = raw("GET /throws/" + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertProblem(answer, 500, "Server Error", "/throws/" + path);
        assertFalse(answer.body().contains("secret"), answer.body());
        assertFalse(answer.json().has("detail"), answer.body());
    }

    @Test
    void unavailableSaysWhenToComeBack() throws IOException {
        var answer = raw("GET /unavailable HTTP/1.1\r\nHost: x\r\n\r\n");
        assertProblem(answer, 503, "Service Unavailable", "/unavailable");
        assertEquals("1", answer.header("Retry-After").orElse(""));
        assertEquals("come back later", answer.json().get("detail").asString());
    }

    @Test
    void retryAfterOfTheServletIsKept() throws IOException {
        var answer = raw("GET /busy HTTP/1.1\r\nHost: x\r\n\r\n");
        assertProblem(answer, 429, "Too Many Requests", "/busy");
        assertEquals("7", answer.header("Retry-After").orElse(""));
    }

    @Test
    void detailIsEscaped() throws IOException {
        var answer = raw("GET /gone HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals("the \"release\" was\nremoved", answer.json().get("detail").asString());
    }

    @Test
    void clientThatAcceptsOnlyHtmlGetsTheSame() throws IOException {
        try (Response response = provider.get("/unknown", "Accept", "text/html")) {
            assertEquals("application/problem+json", response.header("Content-Type"));
            assertEquals(
                    "/unknown",
                    JsonMapper.builder()
                            .build()
                            .readTree(response.body().string())
                            .get("instance")
                            .asString());
        }
    }

    @Test
    void connectionGoesOnAfterAnErrorThatIsNotTheConnectionsFault() throws IOException {
        try (var http = new RawHttp(provider.port())) {
            for (int i = 0; i < 3; i++) {
                http.send("GET /unknown HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals(404, http.read().status());
                http.send("DELETE /sample HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals(405, http.read().status());
                http.send("GET /sample HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals("fine", http.read().body());
            }
        }
    }

    private RawHttp.Answer raw(String request) throws IOException {
        return RawHttp.exchange(provider.port(), request);
    }

    private static void assertProblem(RawHttp.Answer answer, int status, String title, String instance) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
        assertEquals("no-store", answer.header("Cache-Control").orElse(""));
        JsonNode json = answer.json();
        assertEquals("about:blank", json.get("type").asString());
        assertEquals(title, json.get("title").asString());
        assertEquals(status, json.get("status").asInt());
        assertEquals(instance, json.get("instance").asString());
    }
}
