package io.plasmd.provider.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the server logs, which goes to stderr, from here to the end of the test. */
public final class CapturedLog implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public CapturedLog() {
        System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    public String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public long count(String words) {
        return text().lines().filter(line -> line.contains(words)).count();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
