package io.plasmd.provider.cli;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT. The first asks for an orderly stop, the second ends the process at once.
 *
 * <p>A shutdown hook would not do: the JVM then exits with 143, and systemd and scripts take that for a failure; and it
 * ignores a second signal while hooks run.
 */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);

    StopSignal() {
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), this::received);
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), this::received);
    }

    private void received(sun.misc.Signal signal) {
        synchronized (asked) {
            if (asked.getCount() == 0) {
                Runtime.getRuntime().halt(128 + signal.getNumber());
            }
            asked.countDown();
        }
    }

    void await() throws InterruptedException {
        asked.await();
    }
}
