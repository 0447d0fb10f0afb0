package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** After the stop nothing is written any more: whoever stops a server may remove its directories. */
final class StopTest {

    /** Holds up a look through the artifacts, which asks for the time, until the server has stopped. */
    private static final class HeldUpLook implements InstantSource {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean armed;
        private volatile boolean outlivedTheServer;

        @Override
        public Instant instant() {
            if (armed && Thread.currentThread().getName().equals("scan")) {
                begun.countDown();
                outlivedTheServer |= hasStopped();
                over.countDown();
            }
            return Clock.systemUTC().instant();
        }

        /** Waits for a second; in vain, where the stop waits for the look as it should. An interrupt changes nothing. */
        private boolean hasStopped() {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (System.nanoTime() < deadline) {
                try {
                    return stopped.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // goes on
                }
            }
            return false;
        }
    }

    @Test
    void aLookThatIsUnderWayIsWaitedFor() throws Exception {
        var clock = new HeldUpLook();
        var server = new ArtifactServer(Map.of(), clock);
        try {
            server.put("vmlinuz", 1000);
            server.awaitManifest();
            clock.armed = true;
            assertTrue(clock.begun.await(20, TimeUnit.SECONDS), "no look asks for the time");
        } finally {
            server.close();
            clock.stopped.countDown();
        }
        assertTrue(clock.over.await(20, TimeUnit.SECONDS), "the look does not end");
        assertFalse(clock.outlivedTheServer, "the server stopped while a look was under way");
    }
}
