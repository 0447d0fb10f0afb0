package io.plasmd.provider.server.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams that nobody thought of: rows of the table in any order and cut into any pieces, some of them damaged. CONTRIBUTING.md
 * says how to run it for longer.
 */
final class Http1StreamsTest {
    private static final int SECONDS = Integer.getInteger("http.seconds", 4);
    private static final long SEED = Long.getLong("http.seed", 0L);
    private static final int MOST_BYTES = 4000;

    @Test
    void everyStreamGetsWhatItMayGetAndNothingElse(@TempDir Path scratch) throws Exception {
        // Long rows would take all the time.
        List<Http1Row> table = Http1Row.all().stream()
                .filter(row -> row.request().length() < MOST_BYTES)
                .toList();
        try (var servers = new Http1Servers(scratch)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            for (long seed = SEED; System.nanoTime() < end; seed++) {
                try {
                    exchange(servers, new Random(seed), table);
                } catch (IOException | AssertionError e) {
                    throw new AssertionError("-Dhttp.seed=" + seed + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static void exchange(Http1Servers servers, Random random, List<Http1Row> table) throws IOException {
        // A first number of a generator says too little about its seed.
        random.nextInt();
        String scheme = random.nextInt(4) == 0 ? "https" : "http";
        var stream = new Http1Stream(random, table);
        try (var wire = servers.connect(scheme)) {
            for (String rest = stream.bytes(); !rest.isEmpty(); ) {
                int length = Math.min(rest.length(), 1 + random.nextInt(random.nextBoolean() ? 8 : 400));
                wire.send(rest.substring(0, length), length);
                rest = rest.substring(length);
            }
            if (stream.isCertain()) {
                stream.require(wire.readToEnd(stream.heads()));
            } else {
                wire.closeOutput();
                requireWhole(stream, wire);
            }
        }
    }

    /** After damage it is not sure which answers have content; but they come, and no connection is reset under them. */
    private static void requireWhole(Http1Stream stream, Http1Wire wire) throws IOException {
        String answers = wire.readAll();
        if (!answers.startsWith("HTTP/1.1 ") || answers.contains("HTTP/1.1 500 ")) {
            throw new AssertionError("\"" + answers + "\" to " + stream.escaped());
        }
    }
}
