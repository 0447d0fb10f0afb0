package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** Downloads that share a rate, on a clock of their own. */
final class PacerTest {
    private static final int MEGABYTE = 1_000_000;

    /** A clock, its timers, and the tasks that are to be run: all in the thread of the test. */
    private static final class VirtualTime {
        private record Timer(long at, Runnable task) {}

        private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private long now;

        Pacer pacer(long rate) {
            return new Pacer(rate, () -> now, (nanos, task) -> timers.add(new Timer(now + nanos, task)), tasks::add);
        }

        void runFor(long seconds) {
            long end = now + TimeUnit.SECONDS.toNanos(seconds);
            while (true) {
                while (!tasks.isEmpty()) {
                    tasks.poll().run();
                }
                if (timers.isEmpty() || timers.peek().at() > end) {
                    now = end;
                    return;
                }
                now = Math.max(now, timers.peek().at());
                timers.poll().task().run();
            }
        }
    }

    /** A download whose client takes everything at once. */
    private static final class Greedy {
        private final VirtualTime time;
        private final Pace pace;
        private final int write;
        private long got;
        private long lastAt;
        private long longestPause;
        private int failures;

        Greedy(VirtualTime time, int write, Pacer... pacers) {
            this.time = time;
            this.write = write;
            pace = new Pace(List.of(pacers), () -> time.now, nanos -> {});
            time.tasks.add(this::next);
        }

        private void next() {
            int bytes = pace.write(write);
            pace.ask(bytes, Callback.from(() -> granted(bytes), failure -> failures++));
        }

        private void granted(int bytes) {
            got += bytes;
            longestPause = Math.max(longestPause, time.now - lastAt);
            lastAt = time.now;
            time.tasks.add(this::next);
        }
    }

    private final VirtualTime time = new VirtualTime();

    private static void assertNear(double expected, long actual) {
        assertTrue(Math.abs(actual - expected) <= 0.05 * expected, actual + " instead of " + expected);
    }

    @Test
    void oneDownloadGetsTheRateSmoothly() {
        var download = new Greedy(time, 65_536, time.pacer(100 * 1024));
        time.runFor(60);
        assertNear(60 * 100 * 1024, download.got);
        assertTrue(download.longestPause <= TimeUnit.MILLISECONDS.toNanos(60), download.longestPause + " ns");
    }

    @Test
    void aTotalIsSharedEvenlyWhateverEachAsksForAtOnce() {
        Pacer total = time.pacer(10 * MEGABYTE);
        List<Greedy> downloads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            downloads.add(new Greedy(time, i % 2 == 0 ? 65_536 : 4096, total));
        }
        time.runFor(20);
        for (Greedy download : downloads) {
            assertNear(20 * MEGABYTE, download.got);
        }
    }

    @Test
    void whatASlowerPaceLeavesGoesToTheOthers() {
        Pacer total = time.pacer(10 * MEGABYTE);
        var slow = new Greedy(time, 65_536, time.pacer(MEGABYTE), total);
        var one = new Greedy(time, 65_536, total);
        var other = new Greedy(time, 65_536, total);
        time.runFor(20);
        assertNear(20 * MEGABYTE, slow.got);
        assertNear(90 * MEGABYTE, one.got);
        assertNear(90 * MEGABYTE, other.got);
    }

    @Test
    void aThousandDownloadsAllMove() {
        Pacer total = time.pacer(MEGABYTE);
        List<Greedy> downloads = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            downloads.add(new Greedy(time, 65_536, total));
        }
        time.runFor(60);
        for (Greedy download : downloads) {
            // 60 kB each, in writes of 4 KiB.
            assertTrue(download.got >= 13 * 4096 && download.got <= 16 * 4096, download.got + " bytes");
        }
    }

    @Test
    void whoComesLateIsNotGivenWhatOthersHadBefore() {
        Pacer total = time.pacer(MEGABYTE);
        var early = new Greedy(time, 65_536, total);
        time.runFor(100);
        long before = early.got;
        var late = new Greedy(time, 65_536, total);
        time.runFor(10);
        assertNear(5 * MEGABYTE, early.got - before);
        assertNear(5 * MEGABYTE, late.got);
    }

    @Test
    void theTimeOfWaitingIsKnownWhileItLasts() {
        Pacer slow = time.pacer(4096);
        var pace = new Pace(List.of(slow), () -> time.now, nanos -> {});
        pace.ask(4096, Callback.NOOP);
        assertEquals(0, pace.waited(time.now));
        pace.ask(4096, Callback.NOOP);
        time.now += 500_000_000;
        assertEquals(500_000_000, pace.waited(time.now));
        time.runFor(3);
        assertNear(1e9, pace.waited(time.now));
    }

    @Test
    void whatWaitsAtTheEndFailsOnceAndNothingWaitsAfterwards() {
        Pacer total = time.pacer(4096);
        var one = new Greedy(time, 65_536, total);
        var other = new Greedy(time, 65_536, total);
        time.runFor(5);
        total.close();
        time.runFor(5);
        assertEquals(1, one.failures);
        assertEquals(1, other.failures);
        var late = new Greedy(time, 65_536, total);
        time.runFor(1);
        assertEquals(1, late.failures);
    }
}
