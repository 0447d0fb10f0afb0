package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the heads of requests may take of the heap, one by one and all together. */
final class LargeHeadsTest {
    private static final String BEGIN = "GET /unknown HTTP/1.1\r\nHost: x\r\n";
    private static final String SMALL = BEGIN + "\r\n";
    private static final String LARGE = BEGIN + "X: " + "x".repeat(6000) + "\r\n\r\n";

    private final List<RawHttp> connections = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    private void start(String... settings) throws Exception {
        provider = RunningProvider.start(IntStream.range(0, settings.length / 2)
                .boxed()
                .collect(Collectors.toMap(i -> "provider.limits." + settings[2 * i], i -> settings[2 * i + 1])));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawHttp connection : connections) {
            connection.close();
        }
        provider.close();
    }

    private RawHttp connect() throws IOException {
        var connection = new RawHttp(provider.port());
        connections.add(connection);
        return connection;
    }

    private long refused() {
        return ((Number) provider.metric("heads_refused_total")).longValue();
    }

    private static String fields(int number) {
        return "X:\r\n".repeat(number);
    }

    @Test
    void asManyFieldsAsThereMayBeAreAnswered() throws Exception {
        start();
        // One of them is Host.
        assertEquals(
                404,
                RawHttp.exchange(provider.port(), BEGIN + fields(63) + "\r\n").status());
    }

    @Test
    void moreFieldsAreRefusedBeforeTheHeadHasEnded() throws Exception {
        start();
        RawHttp connection = connect();
        // The last one is read only when it is certain that its value does not go on.
        connection.send(BEGIN + fields(64) + "X");
        RawHttp.Answer answer = connection.read();
        assertEquals(431, answer.status());
        assertTrue(answer.json().get("detail").asString().contains("64 header fields"), answer.body());
        assertEquals("close", answer.header("Connection").orElseThrow());
    }

    @Test
    void theirNumberCanBeSet() throws Exception {
        start("header-fields", "100");
        assertEquals(
                404,
                RawHttp.exchange(provider.port(), BEGIN + fields(99) + "\r\n").status());
        assertEquals(
                431,
                RawHttp.exchange(provider.port(), BEGIN + fields(100) + "\r\n").status());
    }

    @Test
    void aTargetThatNeverEndsIsRefused() throws Exception {
        start("uri-length", "1KiB");
        RawHttp connection = connect();
        connection.send("GET /" + "x".repeat(2000));
        assertEquals(414, connection.read().status());
    }

    @Test
    void theConnectionIsKeptAndWhatItHasGrownToIsGivenBack() throws Exception {
        // Just enough for one such head at a time.
        start("header-memory", "1MiB", "header-size", "64KiB");
        String large = BEGIN + "X: " + "x".repeat(60_000) + "\r\n\r\n";
        for (int i = 0; i < 12; i++) {
            RawHttp connection = connect();
            connection.send(large);
            assertEquals(404, connection.read().status());
        }
        assertEquals(0, refused());
        for (RawHttp connection : connections) {
            connection.send(SMALL + large + large + SMALL);
            for (int i = 0; i < 4; i++) {
                assertEquals(404, connection.read().status());
            }
        }
        assertEquals(0, refused());
    }

    @Test
    void unfinishedLargeHeadsDoNotKeepSmallOnesOut() throws Exception {
        start("header-memory", "1MiB");
        Await.until("all memory to be taken", () -> {
            connect().send(LARGE.substring(0, LARGE.length() - 2));
            return refused() > 0 && RawHttp.exchange(provider.port(), LARGE).status() == 503;
        });
        assertTrue(connections.size() > 40, "connections: " + connections.size());
        RawHttp.Answer answer = RawHttp.exchange(provider.port(), LARGE);
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        assertTrue(answer.json().get("detail").asString().contains("provider.limits.header-memory"), answer.body());
        assertEquals(404, RawHttp.exchange(provider.port(), SMALL).status());
        for (RawHttp connection : connections) {
            connection.close();
        }
        Await.until(
                "it to be free again",
                () -> RawHttp.exchange(provider.port(), LARGE).status() == 404);
    }

    @Test
    void fieldsAfterTheContentCountToo() throws Exception {
        start();
        String chunked = BEGIN + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
        RawHttp connection = connect();
        connection.send(chunked + fields(64) + "\r\n" + SMALL);
        assertEquals(404, connection.read().status());
        assertEquals(404, connection.read().status());
        RawHttp other = connect();
        other.send(chunked + fields(65) + "\r\n" + SMALL);
        String answers = new String(other.readToEnd(), StandardCharsets.ISO_8859_1);
        assertEquals(1, answers.split("HTTP/1.1 ", -1).length - 1, answers);
    }
}
