package io.plasmd.provider.netboot.boots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads lines, and knows up to where they are whole. */
final class WholeLines {
    private static final int BLOCK = 64 << 10;

    private final Consumer<String> taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private long size;
    private long lines;
    private long unreadable;
    private long firstUnreadable;

    /** The taker throws what it likes where it can make nothing of a line. */
    WholeLines(Consumer<String> taker) {
        this.taker = taker;
    }

    void read(InputStream in) throws IOException {
        var block = new byte[BLOCK];
        for (int length = in.read(block); length >= 0; length = in.read(block)) {
            int begin = 0;
            for (int i = 0; i < length; i++) {
                if (block[i] == '\n') {
                    line.write(block, begin, i - begin);
                    begin = i + 1;
                    take();
                }
            }
            line.write(block, begin, length - begin);
        }
    }

    private void take() {
        lines++;
        size += line.size() + 1;
        try {
            taker.accept(line.toString(UTF_8));
        } catch (RuntimeException e) {
            firstUnreadable = unreadable == 0 ? lines : firstUnreadable;
            unreadable++;
        }
        line.reset();
    }

    /** Up to the end of the last line that has one. */
    long size() {
        return size;
    }

    /** Whether something came after that. */
    boolean isTorn() {
        return line.size() > 0;
    }

    long unreadable() {
        return unreadable;
    }

    /** Counted from 1. */
    long firstUnreadable() {
        return firstUnreadable;
    }
}
