package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.server.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SlowChecksTest {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static HealthCheck.Result run(TimedCheck check) throws Exception {
        return TimedCheck.await(check.start(), LIMIT, System.nanoTime() + LIMIT.toNanos());
    }

    @Test
    void aCheckThatHangsCountsAsFailedAndIsNotStartedTwice() throws Exception {
        var starts = new AtomicInteger();
        var release = new CountDownLatch(1);
        var check = new TimedCheck(
                "slow",
                () -> {
                    starts.incrementAndGet();
                    release.await();
                    return HealthCheck.Result.ok();
                },
                () -> NOW);
        for (int i = 0; i < 3; i++) {
            HealthCheck.Result result = run(check);
            assertFalse(result.healthy());
            assertEquals("no result after 50 ms; started at 2026-01-02T03:04:05Z", result.detail());
        }
        assertEquals(1, starts.get());
        release.countDown();
        Await.until("the check to be well again", () -> run(check).healthy());
        assertTrue(starts.get() >= 1);
    }

    @Test
    void aCheckThatIsOverLeavesItsThreadToTheNextOne() throws Exception {
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        var check = new TimedCheck(
                "quick",
                () -> {
                    threads.add(Thread.currentThread());
                    return HealthCheck.Result.ok();
                },
                () -> NOW);
        Duration limit = Duration.ofSeconds(10);
        for (int i = 0; i < 3; i++) {
            assertTrue(TimedCheck.await(check.start(), limit, System.nanoTime() + limit.toNanos())
                    .healthy());
        }
        assertEquals(1, threads.size(), threads::toString);
    }

    @Test
    void aCheckThatThrowsCountsAsFailedWithWhatItThrew() throws Exception {
        for (Throwable thrown : new Throwable[] {new IllegalStateException("broken"), new StackOverflowError("deep")}) {
            var check = new TimedCheck(
                    "broken",
                    () -> {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (Exception) thrown;
                    },
                    () -> NOW);
            HealthCheck.Result result = TimedCheck.await(check.start(), LIMIT, System.nanoTime() + 10_000_000_000L);
            assertFalse(result.healthy());
            assertTrue(result.detail().contains(String.valueOf(thrown.getMessage())), result.detail());
        }
    }
}
