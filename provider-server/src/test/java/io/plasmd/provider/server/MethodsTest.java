package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are more than reading, where a servlet has asked for them, and nowhere else. */
final class MethodsTest {
    private static final int MOST = 1000;

    @TempDir
    private Path scratch;

    private Path notes;

    @SuppressWarnings("NullAway.Init") // set before each test
    private RunningProvider provider;

    @BeforeEach
    void start() throws Exception {
        notes = scratch.resolve("notes");
        Path plugins = scratch.resolve("plugins");
        PluginSource.named("sample").notesTo(notes).start("""
                        context.mount(Mount.at("/slow").accepting(10, "POST"), new HttpServlet() {
                            @Override protected void doPost(HttpServletRequest request, HttpServletResponse response)
                                    throws IOException {
                                // As whoever knows the length reads: not to the end.
                                byte[] said = request.getInputStream().readNBytes(request.getContentLength());
                                try {
                                    // More than the client would have.
                                    Thread.sleep(700);
                                } catch (InterruptedException e) {
                                    throw new IOException(e);
                                }
                                response.getWriter().print(said.length);
                            }
                        });
                        context.mount("/read", on((request, response) -> response.getWriter().print("read")));
                        Mount both = Mount.at("/said/*").accepting(1000, "POST", "DELETE");
                        context.mount(both, new HttpServlet() {
                            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                                    throws IOException {
                                note("called");
                                String said;
                                try {
                                    said = new String(request.getInputStream().readAllBytes(), "UTF-8");
                                } catch (IOException e) {
                                    if (String.valueOf(e.getMessage()).contains("1000 bytes")) {
                                        note("too much");
                                    }
                                    throw e;
                                }
                                note("read " + said.length());
                                response.getWriter().print(request.getMethod() + " " + said);
                            }
                        });""").jar().writeTo(plugins.resolve("sample.jar"));
        provider = RunningProvider.start(Map.of(
                "provider.plugins", plugins.toString(),
                "provider.http.allowed-hosts", "a.example",
                "provider.limits.stall-timeout", "200ms",
                "provider.limits.min-rate", "10KiB"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private RawHttp.Answer ask(String method, String path, String rest) throws IOException {
        return RawHttp.exchange(
                provider.port(), method + " " + path + " HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n" + rest);
    }

    private static String content(String text) {
        return "Content-Length: " + text.length() + "\r\n\r\n" + text;
    }

    private String notes() throws IOException {
        return Files.exists(notes) ? Files.readString(notes) : "";
    }

    @Test
    void aServletGetsWhatItAskedFor() throws Exception {
        assertEquals("POST done", ask("POST", "/said/x", content("done")).body());
        assertEquals("DELETE ", ask("DELETE", "/said/x", "\r\n").body());
        assertEquals("GET ", ask("GET", "/said/x", "\r\n").body());
    }

    @Test
    void nothingElseIsAnsweredAnywhere() throws Exception {
        RawHttp.Answer put = ask("PUT", "/said/x", content("done"));
        assertEquals(405, put.status());
        assertEquals("GET, HEAD, DELETE, POST", put.header("Allow").orElseThrow());
        for (String path : new String[] {"/read", "/metrics", "/nowhere"}) {
            RawHttp.Answer post = ask("POST", path, content("done"));
            assertEquals(405, post.status(), path);
            assertEquals("GET, HEAD", post.header("Allow").orElseThrow(), path);
        }
        assertEquals("", notes());
    }

    @Test
    void contentOfTheMostThatThereMayBeIsRead() throws Exception {
        assertEquals(200, ask("POST", "/said/x", content("x".repeat(MOST))).status());
        assertEquals(413, ask("POST", "/said/x", content("x".repeat(MOST + 1))).status());
        assertEquals("called\nread " + MOST + "\n", notes());
    }

    @Test
    void contentWhoseLengthIsNotAnnouncedIsBoundAsWell() throws Exception {
        String chunk = Integer.toHexString(MOST) + "\r\n" + "x".repeat(MOST) + "\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        assertEquals(200, ask("POST", "/said/x", chunked + chunk + "0\r\n\r\n").status());
        assertEquals(
                413,
                ask("POST", "/said/x", chunked + chunk + "1\r\nx\r\n0\r\n\r\n").status());
        assertEquals("called\nread " + MOST + "\ncalled\ntoo much\n", notes());
    }

    @Test
    void whoSendsItByteByByteIsNotWaitedFor() throws Exception {
        try (var http = new RawHttp(provider.port())) {
            http.send("POST /said/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
            Await.until("the servlet is called", () -> notes().equals("called\n"));
            Await.until("the client is cut off", () -> {
                try {
                    http.send("x");
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        Await.until(
                "the servlet is let go",
                () -> provider.metric("active_requests").equals(0L));
        assertEquals("called\n", notes());
    }

    @Test
    void aServletThatTakesItsTimeIsNotTakenForASlowClient() throws Exception {
        assertEquals("4", ask("POST", "/slow", content("done")).body());
        assertEquals("0", ask("POST", "/slow", content("")).body());
    }

    @Test
    void contentOfAGetIsBoundAsWell() throws Exception {
        assertEquals("GET done", ask("GET", "/said/x", content("done")).body());
        assertEquals(413, ask("GET", "/said/x", content("x".repeat(MOST + 1))).status());
    }

    @Test
    void aPageOfAnotherOriginSendsNothing() throws Exception {
        for (String origin : new String[] {"http://b.example", "null", "http://a.example:81", "https://xa.example"}) {
            assertEquals(
                    403,
                    ask("POST", "/said/x", "Origin: " + origin + "\r\n" + content("done"))
                            .status(),
                    origin);
        }
        // A stranger's name, which leads here for as long as it takes (DNS rebinding).
        assertEquals(
                403,
                RawHttp.exchange(
                                provider.port(),
                                "POST /said/x HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n"
                                        + "Origin: http://b.example\r\n" + content("done"))
                        .status());
        assertEquals("", notes());
        assertEquals(
                200,
                ask("POST", "/said/x", "Origin: http://a.example\r\n" + content("done"))
                        .status());
    }

    @Test
    void aConnectionGoesOnAfterContent() throws Exception {
        try (var http = new RawHttp(provider.port())) {
            for (String said : new String[] {"one", "two"}) {
                http.send("POST /said/x HTTP/1.1\r\nHost: x\r\n" + content(said));
                assertEquals("POST " + said, http.read().body());
            }
            http.send("GET /read HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("read", http.read().body());
        }
    }

    @Test
    void ofAHeadThereIsNoContent() throws Exception {
        RawHttp.Answer head = RawHttp.exchange(
                provider.port(), "HEAD /said/x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
        assertTrue(head.body().isEmpty());
        assertFalse(head.head().isEmpty());
    }
}
