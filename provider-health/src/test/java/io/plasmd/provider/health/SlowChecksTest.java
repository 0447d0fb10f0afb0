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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SlowChecksTest {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static HealthCheck.Result run(TimedCheck check, Duration limit) throws Exception {
        TimedCheck.Run run = check.start();
        try {
            run.result().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            assertTrue(run.isOverdue(limit));
        }
        return check.result();
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
                LIMIT,
                () -> NOW);
        for (int i = 0; i < 3; i++) {
            HealthCheck.Result result = run(check, LIMIT);
            assertFalse(result.healthy());
            assertEquals("no result after 50 ms; started at 2026-01-02T03:04:05Z", result.detail());
        }
        assertEquals(1, starts.get());
        release.countDown();
        Await.until("the check to be well again", () -> run(check, LIMIT).healthy());
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
                LONG,
                () -> NOW);
        for (int i = 0; i < 3; i++) {
            assertTrue(run(check, LONG).healthy());
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
                    LONG,
                    () -> NOW);
            HealthCheck.Result result = run(check, LONG);
            assertFalse(result.healthy());
            assertTrue(result.detail().contains(String.valueOf(thrown.getMessage())), result.detail());
        }
    }
}
