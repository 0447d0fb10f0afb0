package io.plasmd.provider.netboot.boots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What is logged meanwhile. */
final class StderrCapture implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    StderrCapture() {
        System.setErr(new PrintStream(bytes, true, UTF_8));
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    long count(String words) {
        return text().lines().filter(line -> line.contains(words)).count();
    }

    @Override
    public void close() {
        System.setErr(before);
        System.err.print(text());
    }
}
