package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where operations have an address of their own, the page and the status are there only. */
final class OperationsPageTest {
    private BootServer server;

    @BeforeEach
    void start() throws Exception {
        server = new BootServer(
                Map.of("provider.http.operations.bind", "127.0.0.1", "provider.http.operations.port", "0"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static RawHttp.Answer ask(int port, String path) throws IOException {
        return RawHttp.exchange(
                port, "GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    }

    /** Without any artifact no boot server is healthy. */
    private void putKernel() throws Exception {
        server.put("stable/x86_64/vmlinuz", 1000, 60);
        int clients = server.provider().port();
        Await.until("the server to be healthy", () -> ask(clients, "/health").status() == 200);
    }

    @Test
    void aBrowserGetsThePageThere() throws Exception {
        putKernel();
        int operations = server.provider().port("operations");
        RawHttp.Answer page = ask(operations, "/");
        assertEquals("text/html;charset=utf-8", page.header("Content-Type").orElse(""));
        for (String path : List.of("/status.css", "/status.js", "/status", "/metrics", "/health", "/health/live")) {
            assertEquals(200, ask(operations, path).status(), path);
        }
        assertEquals(404, ask(operations, "/kernel").status());
    }

    @Test
    void clientsGetWhoTheServerIsAndHowItIs() throws Exception {
        putKernel();
        int clients = server.provider().port();
        RawHttp.Answer info = ask(clients, "/");
        assertEquals("application/json", info.header("Content-Type").orElse(""));
        assertFalse(info.body().contains("/status"), info.body());
        assertTrue(info.body().contains("/kernel"), info.body());
        for (String path : List.of("/status.css", "/status.js", "/status", "/metrics")) {
            assertEquals(404, ask(clients, path).status(), path);
        }
        assertEquals(200, ask(clients, "/health").status());
    }

    /** At this one there are no artifacts. */
    @Test
    void itsLinksLeadToTheAddressForClients() throws Exception {
        server.put("stable/x86_64/vmlinuz", 1000, 60);
        int operations = server.provider().port("operations");
        String link = "href=\"" + server.provider().url("/stable/x86_64/");
        Await.until("the artifact", () -> ask(operations, "/").body().contains(link + "kernel\""));
        String page = ask(operations, "/").body();
        assertTrue(page.contains(link + "SHA256SUMS\""), page);
        assertFalse(page.contains("href=\"/stable"), page);
    }

    @Test
    void theStatusNamesTheAddresses() throws Exception {
        int operations = server.provider().port("operations");
        var listeners = ask(operations, "/status").json().path("listeners");
        assertEquals(server.provider().url("/"), listeners.path("http").asString(""));
        assertEquals(
                "http://127.0.0.1:" + operations + "/",
                listeners.path("operations").asString(""));
        String page = ask(operations, "/").body();
        assertTrue(page.contains("<code>http://127.0.0.1:" + operations + "/</code>"), page);
    }

    @Test
    void theStatusShowsTheLimitOfItsOwnThatTheAddressHas() throws Exception {
        var limit = ask(server.provider().port("operations"), "/status").json().at("/limits/operations_connections");
        assertEquals(64, limit.path("limit").asInt(0), limit::toString);
        assertTrue(limit.path("in_use").asInt(0) >= 1, limit::toString);
        assertEquals(0, limit.path("refused_total").asInt(-1), limit::toString);
    }
}
