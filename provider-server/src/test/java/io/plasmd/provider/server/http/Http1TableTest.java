package io.plasmd.provider.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code http1-table.txt}: what HTTP/1.1 wants, each shape in every place and in every way in which it may arrive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http1TableTest {
    private static final String HEAD = "HEAD /sample HTTP/1.1\r\nHost: x\r\n\r\n";

    /** One byte a packet would take too long for what is long. */
    private static final int LONG = 1000;

    private Http1Servers servers;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        servers = new Http1Servers(scratch);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    static List<Http1Row> rows() {
        return Http1Row.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theAnswerIsTheSameInEveryPlaceAndHoweverItArrives(Http1Row row) throws IOException {
        for (String scheme : List.of("http", "https")) {
            for (boolean whole : new boolean[] {true, false}) {
                String last = row.isClosed() ? "" : Http1Servers.LAST;
                expect(row, scheme, whole, 0, row.request() + last, false);
                expect(row, scheme, whole, 1, Http1Servers.GOOD + row.request() + last, false);
                expect(row, scheme, whole, 0, row.request() + Http1Servers.GOOD + Http1Servers.LAST, false);
            }
        }
        expect(row, "http", true, 1, Http1Servers.GOOD + row.request(), true);
        expect(row, "http", true, 1, HEAD + row.request() + (row.isClosed() ? "" : Http1Servers.LAST), false);
    }

    /** Sends a stream in which the row has so many good requests before it, and looks at all answers. */
    private void expect(Http1Row row, String scheme, boolean whole, int before, String stream, boolean closesItsSide)
            throws IOException {
        String how = row + ", " + scheme + (whole ? " whole" : " byte by byte") + ", behind " + before
                + (closesItsSide ? ", its side closed" : "");
        List<Boolean> heads = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            heads.add(stream.startsWith(HEAD));
        }
        heads.add(row.isHead());
        List<Http1Wire.Answer> answers;
        try (var wire = servers.connect(scheme)) {
            wire.send(stream, whole ? stream.length() : stream.length() > LONG ? LONG : 1);
            if (closesItsSide) {
                wire.closeOutput();
            }
            answers = wire.readToEnd(heads);
        } catch (IOException e) {
            throw new IOException(how + ": " + e.getMessage(), e);
        }
        assertTrue(answers.size() > before, how + ": only " + answers);
        for (int i = 0; i < answers.size(); i++) {
            int wanted = i == before ? row.status() : 200;
            assertEquals(wanted, answers.get(i).status(), how + ", answer " + i + " of " + answers);
            assertTrue(wanted != 304 || answers.get(i).field("Content-Length").isEmpty(), how + ": " + answers);
            if (wanted == 200 && !(i < heads.size() && heads.get(i))) {
                assertEquals("fine", answers.get(i).content(), how);
            }
        }
        if (row.isClosed()) {
            assertEquals(before + 1, answers.size(), how + ": " + answers);
            // HTTP/1.0 has no need of it (RFC 9112, section 9.3).
            assertTrue(answers.getLast().announcesClose() || row.request().contains("HTTP/1.0"), how + ": " + answers);
        } else if (row.goesOn() && !closesItsSide) {
            assertTrue(answers.size() > before + 1, how + ": " + answers);
        }
    }
}
