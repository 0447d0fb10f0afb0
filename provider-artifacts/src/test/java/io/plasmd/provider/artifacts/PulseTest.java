package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hours of slow downloads, on a clock of their own. */
final class PulseTest {
    private static final SpeedLimits LIMITS = new SpeedLimits(Duration.ofSeconds(60), 1024, Duration.ofMinutes(2));
    private static final double HALF_A_SECOND = 0.5;
    private static final int KERNEL_HOLDS = 2_500_000;

    /** A client that takes bytes at a rate, and the kernel, which takes more only when a third of its room is free. */
    private static final class SlowTransfer {
        private final Pulse pulse = new Pulse(LIMITS, 0);
        private final boolean visible;
        private double seconds;
        private double taken;
        private long written;

        SlowTransfer(boolean visible) {
            this.visible = visible;
        }

        /** Gives the reason for which it is cut off within a time, if it is. */
        Optional<CutOffException> run(Duration time, double bytesPerSecond) {
            double end = seconds + time.toSeconds();
            double look = seconds + LIMITS.interval().toMillis() / 1000.0;
            while (seconds < end) {
                seconds += HALF_A_SECOND;
                if (written - taken <= KERNEL_HOLDS * (2 / 3.0)) {
                    written = (long) taken + KERNEL_HOLDS;
                }
                taken = Math.min((double) written, taken + bytesPerSecond * HALF_A_SECOND);
                if (seconds >= look) {
                    look += LIMITS.interval().toMillis() / 1000.0;
                    Optional<CutOffException> why = look();
                    if (why.isPresent()) {
                        return why;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<CutOffException> look() {
            long now = (long) (seconds * 1e9);
            boolean asks = pulse.isSuspect(now, written) && visible;
            return pulse.look(now, written, asks ? OptionalLong.of(written - (long) taken) : OptionalLong.empty());
        }
    }

    @Test
    void aSteadyTwoKilobytesASecondSurvivesThoughWritesAreMinutesApart() {
        assertEquals(Optional.empty(), new SlowTransfer(true).run(Duration.ofHours(5), 2048));
    }

    @Test
    void aFastClientIsNoSuspect() {
        var pulse = new Pulse(LIMITS, 0);
        for (int second = 1; second < 1000; second++) {
            assertFalse(pulse.isSuspect(second * 1_000_000_000L, second * 100_000L));
            assertEquals(
                    Optional.empty(), pulse.look(second * 1_000_000_000L, second * 100_000L, OptionalLong.empty()));
        }
    }

    @Test
    void aClientThatStopsIsCutOffAfterTheTimeoutAndLittleMore() {
        var transfer = new SlowTransfer(true);
        assertEquals(Optional.empty(), transfer.run(Duration.ofMinutes(10), 50_000));
        double stoppedAt = transfer.seconds;
        CutOffException why = transfer.run(Duration.ofHours(1), 0).orElseThrow();
        assertEquals(Download.End.STALLED, why.end());
        double after = transfer.seconds - stoppedAt;
        assertTrue(after >= 60 && after <= 60 + 2 * 7.5, after + " s");
    }

    @Test
    void aClientThatNeverTakesAnythingIsCutOff() {
        var transfer = new SlowTransfer(true);
        assertEquals(
                Download.End.STALLED,
                transfer.run(Duration.ofMinutes(2), 0).orElseThrow().end());
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 500, 900})
    void aTrickleIsCutOffAfterItsWindow(double bytesPerSecond) {
        var transfer = new SlowTransfer(true);
        CutOffException why = transfer.run(Duration.ofHours(1), bytesPerSecond).orElseThrow();
        assertEquals(Download.End.TOO_SLOW, why.end());
        assertTrue(transfer.seconds <= 2 * 120 + 2 * 7.5, transfer.seconds + " s");
        assertTrue(why.toString().contains("less than 1024 a second (limits.min-rate)"), why.toString());
    }

    @Test
    void aPauseShorterThanTheTimeoutIsForgiven() {
        var transfer = new SlowTransfer(true);
        for (int i = 0; i < 20; i++) {
            assertEquals(Optional.empty(), transfer.run(Duration.ofSeconds(40), 0));
            assertEquals(Optional.empty(), transfer.run(Duration.ofSeconds(60), 4096));
        }
    }

    @Test
    void whereTheKernelDoesNotTellThereIsTimeForItsWholeBuffer() {
        // 833 KB between two writes: 405 s.
        assertEquals(Optional.empty(), new SlowTransfer(false).run(Duration.ofHours(5), 2048));
        var stopped = new SlowTransfer(false);
        CutOffException why = stopped.run(Duration.ofHours(5), 0).orElseThrow();
        assertEquals(Download.End.STALLED, why.end());
        assertTrue(stopped.seconds >= 600 && stopped.seconds < 620, stopped.seconds + " s");
    }

    @Test
    void whileTheClockStandsStillNobodyIsSuspect() {
        var pulse = new Pulse(LIMITS, 0);
        for (int i = 0; i < 1000; i++) {
            assertFalse(pulse.isSuspect(0, 0));
            assertEquals(Optional.empty(), pulse.look(0, 0, OptionalLong.empty()));
        }
    }
}
