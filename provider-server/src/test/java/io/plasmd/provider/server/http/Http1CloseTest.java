package io.plasmd.provider.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, sections 9.3 and 9.6: a close is announced, and cuts off no answer, whatever of the client lies unread. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http1CloseTest {
    private static final String LARGE = "GET /large HTTP/1.1\r\nHost: x\r\n";
    private static final String JUNK = "x".repeat(100_000);

    private Http1Servers servers;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        servers = new Http1Servers(scratch);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    /** Sends pieces, each in packets of its own, and reads to the end: a reset on the way is an error. */
    private List<Http1Wire.Answer> answers(String scheme, String... pieces) throws IOException {
        List<Http1Wire.Answer> answers;
        try (var wire = servers.connect(scheme)) {
            for (String piece : pieces) {
                wire.send(piece, piece.length());
            }
            answers = wire.readToEnd(List.of());
        }
        for (Http1Wire.Answer answer : answers.subList(0, answers.size() - 1)) {
            assertTrue(!answer.announcesClose(), answers.toString());
        }
        assertTrue(answers.getLast().announcesClose(), "no close is announced");
        return answers;
    }

    private static void assertWhole(Http1Wire.Answer answer) {
        assertEquals(200, answer.status());
        assertEquals(Http1Servers.LARGE, answer.content().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void contentThatComesLaterCutsOffNothing(String scheme) throws IOException {
        for (int i = 0; i < 5; i++) {
            // Where it comes early enough after all, the connection goes on, and the last request is answered too.
            List<Http1Wire.Answer> answers =
                    answers(scheme, LARGE + "Content-Length: 5\r\n\r\n", "hello" + Http1Servers.LAST);
            assertWhole(answers.getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void chunksThatComeLaterCutOffNothing(String scheme) throws IOException {
        List<Http1Wire.Answer> answers =
                answers(scheme, LARGE + "Transfer-Encoding: chunked\r\n\r\n", "5\r\nhel", "lo\r\n0\r\n", "\r\n" + JUNK);
        assertWhole(answers.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aBadRequestBehindAGoodOneCutsOffNothing(String scheme) throws IOException {
        for (String[] bad : new String[][] {
            {"GET /sample HTTP/1.1\r\nHost: x\r\nno co", "lon\r\n\r\n" + JUNK},
            {"GET /sample HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(5_000), "x".repeat(50_000)},
            {"G(T /sam", "ple HTTP/1.1\r\n\r\n"},
        }) {
            List<Http1Wire.Answer> answers = answers(scheme, LARGE + "\r\n" + bad[0], bad[1]);
            assertWhole(answers.getFirst());
            assertEquals(2, answers.size(), bad[0]);
            assertTrue(answers.getLast().status() == 400 || answers.getLast().status() == 431, bad[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void whatFollowsTheLastRequestCutsOffNothing(String scheme) throws IOException {
        List<Http1Wire.Answer> answers = answers(scheme, LARGE + "Connection: close\r\n\r\n" + JUNK, JUNK);
        assertEquals(1, answers.size());
        assertWhole(answers.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void anUploadIsRefusedAndNotReset(String scheme) throws IOException {
        String head = "PUT /sample HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n";
        List<Http1Wire.Answer> answers = answers(scheme, head, JUNK.repeat(20));
        assertEquals(1, answers.size());
        assertEquals(405, answers.getFirst().status());
    }

    /** All that it gets by it is a place among the connections, for two seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aClientThatDoesNotCloseItsSideIsNotWaitedForForLong(String scheme) throws Exception {
        List<Http1Wire> wires = new ArrayList<>();
        long before = accepted();
        for (int i = 0; i < 20; i++) {
            Http1Wire wire = servers.connect(scheme);
            wire.send(i % 2 == 0 ? Http1Servers.LAST : "nonsense\r\n\r\n", 1000);
            wires.add(wire);
        }
        Await.until("all connections to be gone", () -> areGone(before, 20));
        for (Http1Wire wire : wires) {
            wire.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aClientThatNeverStopsSendingIsCutOff(String scheme) throws Exception {
        long before = accepted();
        try (var wire = servers.connect(scheme)) {
            wire.send(Http1Servers.LAST, 1000);
            var sent = new int[1];
            Await.until("the connection to be gone", () -> {
                wire.send(JUNK, JUNK.length());
                sent[0] += JUNK.length();
                return areGone(before, 1);
            });
            assertTrue(sent[0] > JUNK.length(), "it was cut off at once");
        }
    }

    private long accepted() {
        return (Long) servers.provider().metric("connections_accepted_total");
    }

    /** Also those that the server has not seen yet are open. */
    private boolean areGone(long before, int count) {
        return accepted() == before + count
                && servers.provider().metric("active_connections").equals(0L);
    }
}
