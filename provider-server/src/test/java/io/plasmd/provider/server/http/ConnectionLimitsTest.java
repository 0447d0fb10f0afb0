package io.plasmd.provider.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.PluginSource;
import io.plasmd.provider.server.RawHttp;
import io.plasmd.provider.server.RunningProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections in all, from one address, and requests under way. */
final class ConnectionLimitsTest {
    private static final String HOLD = "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ASK = "GET /sample HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    private Path plugins;

    private final List<RawHttp> connections = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    private void start(String... settings) throws Exception {
        PluginSource.named("sample").start("""
                        var held = new java.util.concurrent.ConcurrentLinkedQueue<jakarta.servlet.AsyncContext>();
                        context.mount("/hold", on((request, response) -> {
                            var async = request.startAsync();
                            async.setTimeout(0);
                            held.add(async);
                        }));
                        context.mount("/health/let-go", on((request, response) -> {
                            held.forEach(jakarta.servlet.AsyncContext::complete);
                            held.clear();
                        }));
                        context.mount("/status", on((request, response) -> response.getWriter().print(
                            context.provider().status())));
                        context.mount("/sample", on((request, response) -> response.getWriter().print("sample")));
                        """).jar().writeTo(plugins.resolve("sample.jar"));
        Map<String, String> all =
                new HashMap<>(Map.of("provider.plugins", plugins.toString(), "provider.shutdown.grace", "10ms"));
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
        provider.close();
    }

    private RawHttp connect(String from) throws IOException {
        var connection = new RawHttp(provider.port(), from);
        connections.add(connection);
        return connection;
    }

    private RawHttp hold(String from) throws Exception {
        int before = active("active_requests");
        RawHttp connection = connect(from);
        connection.send(HOLD);
        Await.until("the request to be under way", () -> active("active_requests") > before);
        return connection;
    }

    /** Without a request, which would count. */
    private int active(String gauge) {
        return ((Number) provider.metric(gauge)).intValue();
    }

    private void letGo() throws IOException {
        provider.get("/health/let-go").close();
    }

    private String status() throws IOException {
        try (Response response = provider.get("/status")) {
            return response.body().string();
        }
    }

    private static void assertTurnedAway(RawHttp connection, String why) throws IOException {
        connection.send(ASK);
        RawHttp.Answer answer = connection.read();
        assertEquals(503, answer.status());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) > 0);
        assertEquals("close", answer.header("Connection").orElseThrow());
        assertTrue(answer.json().get("detail").asString().contains(why), answer.body());
        assertEquals(0, connection.readToEnd().length);
        connection.close();
    }

    @Test
    void theOneBeyondTheLimitIsTurnedAwayUntilThereIsRoom() throws Exception {
        start("limits.connections", "2");
        RawHttp first = hold("127.0.0.1");
        hold("127.0.0.1");
        assertTurnedAway(connect("127.0.0.1"), "all 2 connections are in use");
        Await.until("only the two to be under way", () -> active("active_requests") == 2);
        assertTrue(status().contains("connections={"), status());
        letGo();
        assertEquals(200, first.read().status());
        first.close();
        Await.until("room", () -> active("active_connections") < 2);
        RawHttp next = connect("127.0.0.1");
        next.send(ASK);
        assertEquals(200, next.read().status());
    }

    @Test
    void aFullServerStillSaysHowItIs() throws Exception {
        start("limits.connections", "1", "limits.requests", "1");
        hold("127.0.0.1");
        assertTrue(status().contains("connections={"), status());
    }

    @Test
    void aRestingConnectionMakesRoom() throws Exception {
        start("limits.connections", "1");
        RawHttp resting = connect("127.0.0.1");
        resting.send(ASK);
        assertEquals(200, resting.read().status());
        Await.until("it to have rested long enough", () -> {
            try (var next = new RawHttp(provider.port())) {
                next.send(ASK);
                return next.read().status() == 200;
            }
        });
        assertEquals(0, resting.readToEnd().length);
    }

    @Test
    void beyondTheReserveConnectionsAreClosedAtOnce() throws Exception {
        start("limits.connections", "1");
        hold("127.0.0.1");
        // They send nothing, and so hold their places in the reserve.
        List<RawHttp> silent = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            silent.add(connect("127.0.0.1"));
        }
        Await.until("all to be there", () -> active("active_connections") == 17);
        RawHttp refused = connect("127.0.0.1");
        assertThrows(IOException.class, () -> {
            refused.send(ASK);
            refused.read();
        });
        assertTurnedAway(silent.getFirst(), "in use");
    }

    @Test
    void oneAddressCannotTakeThePlacesOfOthers() throws Exception {
        start("limits.connections-per-address", "2");
        hold("127.0.0.2");
        hold("127.0.0.2");
        assertTurnedAway(connect("127.0.0.2"), "2 connections from this address");
        RawHttp other = connect("127.0.0.3");
        other.send(ASK);
        assertEquals(200, other.read().status());
    }

    @Test
    void aTrustedProxySpeaksForMany() throws Exception {
        start("limits.connections-per-address", "1", "http.trusted-proxies", "[\"127.0.0.2\"]");
        hold("127.0.0.2");
        RawHttp second = connect("127.0.0.2");
        second.send(ASK);
        assertEquals(200, second.read().status());
    }

    @Test
    void requestsBeyondTheirLimitAreAskedToComeBack() throws Exception {
        start("limits.requests", "1");
        hold("127.0.0.1");
        RawHttp connection = connect("127.0.0.1");
        connection.send(ASK);
        RawHttp.Answer answer = connection.read();
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        // The connection is kept: the client may ask again on it.
        letGo();
        Await.until("the first to be over", () -> active("active_requests") == 0);
        connection.send(ASK);
        assertEquals(200, connection.read().status());
    }

    @Test
    void onlyWhatIsReallyAboutTheServerIsAnsweredByAFullOne() throws Exception {
        start("limits.requests", "1");
        hold("127.0.0.1");
        for (String path : List.of("/healthy/x86_64/kernel", "/health-test", "/health/x86_64/kernel", "/status/x")) {
            assertEquals(503, ask(path), path);
        }
        assertEquals(400, ask("/health/../sample"));
        assertEquals(400, ask("/health/%2e%2e/sample"));
        // Decoded and with its slashes folded it is /status.
        assertEquals(200, ask("/%73tatus"));
        assertEquals(200, ask("//status"));
        assertEquals(503, ask("/%73ample"));
    }

    private int ask(String path) throws IOException {
        return RawHttp.exchange(provider.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                .status();
    }

    @Test
    void aClientThatDoesNotHangUpIsHungUpOn() throws Exception {
        start();
        RawHttp connection = connect("127.0.0.1");
        connection.send("GET /sample HTTP/1.0\r\n\r\n");
        assertEquals(200, connection.read().status());
        assertEquals(0, connection.readToEnd().length);
        Await.until("the other half to be closed", () -> active("active_connections") == 0);
    }

    @Test
    void everyConnectionIsCountedDownHoweverItEnds() throws Exception {
        start();
        for (int i = 0; i < 50; i++) {
            RawHttp connection = connect("127.0.0." + (1 + i % 5));
            switch (i % 3) {
                case 0 -> connection.send(HOLD);
                case 1 -> connection.send("GET /sam");
                default -> connection.send("nonsense\r\n\r\n");
            }
        }
        Await.until("them to be there", () -> active("active_requests") == 17);
        for (RawHttp connection : connections) {
            connection.close();
        }
        letGo();
        provider.client().connectionPool().evictAll();
        Await.until("them to be gone", () -> active("active_connections") == 0);
        Await.until("no request to be left", () -> active("active_requests") == 0);
    }
}
