package io.plasmd.provider.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says never waits for a reader. */
@Timeout(30)
final class LogOutputTest {
    /** A pipe that nobody reads, until it is opened. */
    private static final class Stuck extends OutputStream {
        private final CountDownLatch open = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (taken) {
                taken.write(bytes, offset, length);
            }
        }

        String text() {
            synchronized (taken) {
                return taken.toString(StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void linesComeWholeAndInOrder() {
        var out = new ByteArrayOutputStream();
        try (var log = LogOutput.of(out, StandardCharsets.UTF_8)) {
            log.println("one");
            log.print("tw");
            log.println("ö");
            log.print("no end");
        }
        assertEquals("one\ntwö\nno end", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whereNobodyReadsLinesAreLostAndCounted() {
        var stuck = new Stuck();
        var log = LogOutput.of(stuck, StandardCharsets.UTF_8);
        for (int i = 0; i < 10_000; i++) {
            log.println("line " + i);
        }
        long lost = log.lost();
        assertTrue(lost > 0 && lost < 10_000, "lost " + lost);
        stuck.open.countDown();
        Await.until("what was lost is said", () -> stuck.text().contains(" lines of the log were lost here"));
        assertTrue(stuck.text().contains(lost + " lines of the log"), stuck.text());
        log.close();
        assertEquals(
                10_000 - lost,
                stuck.text().lines().filter(line -> line.startsWith("line ")).count());
    }

    @Test
    void theEndDoesNotWaitForAReader() {
        var log = LogOutput.of(new Stuck(), StandardCharsets.UTF_8);
        log.println("held");
        long began = System.nanoTime();
        log.close();
        log.println("after the end");
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void aTargetThatFailsIsNoFailure() {
        var log = LogOutput.of(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                StandardCharsets.UTF_8);
        log.println("gone");
        log.close();
        assertEquals(1, log.lost());
    }
}
