package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final long MIB = 1024 * 1024;

    private final StringBuilder out = new StringBuilder();

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private String drawn() {
        String line = out.toString();
        out.setLength(0);
        return line;
    }

    @Test
    void aBarIsDrawnInItsPlace() throws Exception {
        var bar = new ProgressBar(out, 80, 100 * MIB, 2);
        bar.started("kernel", 10 * MIB, 0);
        bar.tick(seconds(0));
        assertEquals("\r  0% [" + "-".repeat(16) + "] 0 B of 100.0 MiB  0 B/s  -:-- left  0/2\u001b[K", drawn());
        bar.received("kernel", 10 * MIB);
        bar.finished("kernel");
        bar.started("rootfs", 90 * MIB, 40 * MIB);
        bar.tick(seconds(1));
        assertEquals("\r 50% [########--------] 50.0 MiB of 100.0 MiB  10.0 MiB/s  0:05 left  1/2\u001b[K", drawn());
        bar.received("rootfs", 50 * MIB);
        bar.finished("rootfs");
        bar.end(seconds(2));
        assertTrue(drawn().endsWith("] 100.0 MiB of 100.0 MiB  30.0 MiB/s  0:00 left  2/2\u001b[K\n"));
    }

    @Test
    void theRateIsThatOfTheLastSeconds() throws Exception {
        var bar = new ProgressBar(out, 80, 1000 * MIB, 1);
        bar.started("rootfs", 1000 * MIB, 0);
        for (int tick = 0; tick <= 100; tick++) {
            // Ten times as fast in the first five seconds.
            bar.tick(seconds(tick / 10.0));
            bar.received("rootfs", tick < 50 ? 10 * MIB : MIB);
        }
        drawn();
        bar.tick(seconds(10.1));
        assertTrue(drawn().contains("  10.0 MiB/s  0:45 left"));
        for (int tick = 102; tick <= 160; tick++) {
            bar.tick(seconds(tick / 10.0));
        }
        drawn();
        bar.tick(seconds(16.1));
        assertTrue(drawn().contains("  0 B/s  -:-- left"));
    }

    @ParameterizedTest
    @CsvSource({"20", "40", "60", "61", "80", "200", "1"})
    void aLineNeverReachesTheLastColumn(int width) throws Exception {
        var bar = new ProgressBar(out, width, 100 * MIB, 1);
        bar.started("rootfs", 100 * MIB, 77 * MIB);
        bar.tick(0);
        assertTrue(drawn().replaceAll("\r|\u001b\\[K", "").length() < width);
    }

    @Test
    void whatComesTwiceIsNotMoreThanAll() throws Exception {
        var bar = new ProgressBar(out, 80, MIB, 1);
        bar.received("rootfs", 3 * MIB);
        bar.tick(0);
        assertTrue(drawn().startsWith("\r100% ["));
    }

    @Test
    void aLogGetsALineNowAndThen() throws Exception {
        var lines = new ProgressLines(out, 100 * MIB, 2, 0);
        lines.started("kernel", 10 * MIB, 0);
        lines.started("rootfs", 90 * MIB, 30 * MIB);
        lines.tick(seconds(0.1));
        assertEquals("kernel: 10.0 MiB\nrootfs: 90.0 MiB, 30.0 MiB are there already\n", drawn());
        lines.received("kernel", 10 * MIB);
        lines.finished("kernel");
        lines.tick(seconds(9.9));
        assertEquals("kernel: done\n", drawn());
        lines.tick(seconds(10));
        assertEquals("40.0 MiB of 100.0 MiB (40%), 1.0 MiB/s, 1/2 done\n", drawn());
        lines.tick(seconds(19.9));
        assertEquals("", drawn());
        lines.finished("rootfs");
        lines.end(seconds(20));
        assertEquals("rootfs: done\n40.0 MiB of 100.0 MiB (40%), 0 B/s, 2/2 done\n", drawn());
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "'', 80", "x, 80", "-5, 80", "0, 80", "99999, 80"})
    void theWidthIsThatOfTheTerminal(String columns, int width) {
        assertEquals(width, ProgressDisplay.width(columns));
    }

    @Test
    void withoutAnyArtifactAllIsThere() throws Exception {
        new ProgressBar(out, 80, 0, 0).end(0);
        assertTrue(drawn().startsWith("\r100% ["));
        try (ProgressDisplay display = ProgressDisplay.onStderr(0, 0)) {
            display.progress().finished("nothing");
        }
    }
}
