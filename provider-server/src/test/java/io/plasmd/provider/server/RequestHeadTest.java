package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the head of a request may take, and how long its target may be. */
final class RequestHeadTest {
    private static final String ASK = "GET /unknown HTTP/1.1\r\nHost: x\r\n\r\n";

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    private void start(String key, String value) throws Exception {
        provider = RunningProvider.start(Map.of("provider.limits." + key, value));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() throws Exception {
        start("header-timeout", "200ms");
        try (var client = new RawHttp(provider.port())) {
            client.send("GET / HTTP/1.1\r\n");
            // One line after the other, as a "slowloris" does: each is in time for the idle timeout.
            Await.until("the connection to be closed", () -> {
                try {
                    client.send("X-Header: 1\r\n");
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        assertEquals(Map.of("header_timeout", 1L, "room", 0L), provider.metric("connections_closed_total"));
    }

    @Test
    void aConnectionThatNeverSendsAnythingIsCutOff() throws Exception {
        start("header-timeout", "100ms");
        try (var client = new RawHttp(provider.port())) {
            assertEquals(0, client.readToEnd().length);
        }
    }

    @Test
    void theHeadOfALaterRequestIsCutOffToo() throws Exception {
        start("header-timeout", "300ms");
        try (var client = new RawHttp(provider.port())) {
            client.send(ASK);
            assertEquals(404, client.read().status());
            client.send("GET / HT");
            assertEquals(0, client.readToEnd().length);
        }
    }

    @Test
    void aKeptConnectionMayRestForLonger() throws Exception {
        start("header-timeout", "100ms");
        try (var kept = new RawHttp(provider.port())) {
            kept.send(ASK);
            assertEquals(404, kept.read().status());
            try (var late = new RawHttp(provider.port())) {
                // Opened later, and closed for want of a head: the time is over for both.
                assertEquals(0, late.readToEnd().length);
            }
            kept.send(ASK);
            assertEquals(404, kept.read().status());
        }
    }

    @Test
    void aLongTargetIsRefusedAsSuch() throws Exception {
        start("uri-length", "100B");
        assertEquals(404, ask("/" + "x".repeat(99)).status());
        RawHttp.Answer answer = ask("/" + "x".repeat(100));
        assertEquals(414, answer.status());
        assertTrue(answer.json().get("detail").asString().contains("100 characters"), answer.body());
        assertEquals(414, ask("/?" + "x".repeat(99)).status());
    }

    private RawHttp.Answer ask(String target) throws IOException {
        return RawHttp.exchange(provider.port(), "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
}
