package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered on the operations address, on the others, and on both. */
final class OperationsAddressTest {
    @TempDir
    private Path plugins;

    private final List<RawHttp> connections = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    private boolean stopped;

    private void start(String... settings) throws Exception {
        PluginSource.named("sample")
                .start("""
                        for (String path : new String[] {"", "/health", "/health/ready", "/status", "/file", "/admin/*"}) {
                            context.mount(path, on((request, response) -> response.getWriter().print(
                                request.getAttribute(PUBLIC_ATTRIBUTE) + " " + context.provider().phase())));
                        }
                        context.mount(Mount.at("/ours").accepting(10, "POST").forOperations(), new HttpServlet() {
                            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                                    throws IOException {
                                response.getWriter().print(request.getMethod());
                            }
                        });
                        var held = new java.util.concurrent.ConcurrentLinkedQueue<jakarta.servlet.AsyncContext>();
                        context.mount("/hold", on((request, response) -> {
                            var async = request.startAsync();
                            async.setTimeout(0);
                            held.add(async);
                        }));
                        context.mount("/admin/let-go", on((request, response) -> {
                            held.forEach(jakarta.servlet.AsyncContext::complete);
                            held.clear();
                        }));
                        """.replace("PUBLIC_ATTRIBUTE", "io.plasmd.provider.api.EndpointContext.PUBLIC_ATTRIBUTE"))
                .jar()
                .writeTo(plugins.resolve("sample.jar"));
        Map<String, String> all = new HashMap<>(Map.of(
                "provider.plugins", plugins.toString(),
                "provider.http.operations.bind", "127.0.0.1",
                "provider.http.operations.port", "0",
                "provider.http.operations.paths", "/status,/metrics,/admin/*"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put("provider." + settings[i], settings[i + 1]);
        }
        provider = RunningProvider.start(all);
    }

    @AfterEach
    void stop() throws Exception {
        for (RawHttp connection : connections) {
            connection.close();
        }
        if (!stopped) {
            provider.close();
        }
    }

    private static RawHttp.Answer ask(int port, String path) throws IOException {
        return RawHttp.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @Test
    void eachPathHasItsAddress() throws Exception {
        start();
        int operations = provider.port("operations");
        for (String path : List.of("/status", "/metrics", "/admin", "/admin/x", "/admin/let-go")) {
            assertEquals(200, ask(operations, path).status(), path);
            assertEquals(404, ask(provider.port(), path).status(), path);
        }
        for (String path : List.of("/health", "/health/ready", "/")) {
            assertEquals(200, ask(operations, path).status(), path);
            assertEquals(200, ask(provider.port(), path).status(), path);
        }
        assertEquals(404, ask(operations, "/file").status());
        assertEquals(200, ask(provider.port(), "/file").status());
    }

    @Test
    void aPathThatAnEndpointHasForThoseWhoRunTheServerIsNotEvenThereForOthers() throws Exception {
        start();
        int operations = provider.port("operations");
        String post = "POST /ours HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        assertEquals(200, ask(operations, "/ours").status());
        assertEquals("POST", RawHttp.exchange(operations, post).body());
        assertEquals(404, ask(provider.port(), "/ours").status());
        RawHttp.Answer refused = RawHttp.exchange(provider.port(), post);
        assertEquals(405, refused.status());
        assertEquals("GET, HEAD", refused.header("Allow").orElseThrow());
    }

    @Test
    void noOtherSpellingOfAPathGetsAround() throws Exception {
        start();
        for (String path : List.of(
                "/%73tatus",
                "/%2e/status",
                "/./status",
                "/x/../status",
                "//status",
                "/status;x",
                "/status?x",
                "/admin%2fx",
                "/%61dmin/x",
                "/status/",
                "http://x/status")) {
            int status = ask(provider.port(), path).status();
            assertTrue(status == 404 || status == 400, path + " was answered " + status);
        }
    }

    @Test
    void anEndpointIsToldWhoAsks() throws Exception {
        start();
        assertEquals("true READY", ask(provider.port(), "/").body());
        assertEquals("null READY", ask(provider.port("operations"), "/").body());
    }

    @Test
    void withoutSuchAnAddressEverythingIsForEverybody() throws Exception {
        start("http.operations.bind", "");
        for (String path : List.of("/status", "/metrics", "/admin/x", "/", "/file")) {
            assertEquals(200, ask(provider.port(), path).status(), path);
        }
        assertEquals("null READY", ask(provider.port(), "/").body());
    }

    @Test
    void itAnswersWhileClientsTakeAllThatTheyMay() throws Exception {
        start("limits.connections", "1", "limits.requests", "1", "http.threads", "4");
        // One to be answered, and those that are told to come again: there the silent ones hold all places.
        hold();
        for (int i = 0; i < 16; i++) {
            connections.add(new RawHttp(provider.port()));
        }
        Await.until(
                "no place to be left",
                () -> provider.metric("active_connections").equals(17L));
        assertEquals(200, ask(provider.port("operations"), "/status").status());
        String metrics = ask(provider.port("operations"), "/metrics").body();
        // Nor is it counted among them.
        assertTrue(metrics.contains("provider_active_connections 17.0"), metrics);
        assertTrue(metrics.contains("provider_active_requests 1.0"), metrics);
    }

    private RawHttp hold() throws Exception {
        var connection = new RawHttp(provider.port());
        connections.add(connection);
        connection.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
        Await.until(
                "the request to be under way",
                () -> provider.metric("active_requests").equals(1L));
        return connection;
    }

    @Test
    void itHasALimitOfItsOwn() throws Exception {
        start();
        int operations = provider.port("operations");
        for (int i = 0; i < 64; i++) {
            var connection = new RawHttp(operations);
            connections.add(connection);
            // Without an end: one that rests would make room.
            connection.send("GET /status HTTP/1.1\r\n");
        }
        try (var log = new CapturedLog()) {
            ask(operations, "/status");
            // They send nothing, and hold the places that are left to say so.
            Await.until("the first to be refused", () -> {
                connections.add(new RawHttp(operations));
                try {
                    ask(operations, "/status");
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
            assertTrue(log.text().contains("all 64 (of provider.http.operations) are in use"), log.text());
        }
        assertEquals(200, ask(provider.port(), "/file").status());
    }

    @Test
    void itAnswersUntilTheLastDownloadIsOver() throws Exception {
        start("shutdown.grace", "30s");
        int operations = provider.port("operations");
        int clients = provider.port();
        RawHttp download = hold();
        stopped = true;
        Thread closing = Thread.startVirtualThread(provider::close);
        Await.until("the port of the clients refuses", () -> RawHttp.isRefused(clients));
        assertEquals("null DRAINING", ask(operations, "/health/ready").body());
        assertEquals(200, ask(operations, "/metrics").status());
        // Its answer may not come any more: nobody waits for those who ask here.
        var letGo = new RawHttp(operations);
        connections.add(letGo);
        letGo.send("GET /admin/let-go HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(200, download.read().status());
        assertTrue(closing.join(Duration.ofSeconds(20)));
        assertThrows(ConnectException.class, () -> ask(operations, "/health/ready"));
    }

    @Test
    void bothAreInTheLogAndInTheStatus() throws Exception {
        try (var log = new CapturedLog()) {
            start();
            assertEquals(
                    1,
                    log.count("listening as well: http://127.0.0.1:" + provider.port("operations")
                            + "/ (provider.http.operations)"),
                    log.text());
            assertFalse(log.text().contains("https"), log.text());
        }
    }
}
