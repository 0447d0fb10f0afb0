package io.plasmd.provider.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * SIGTERM and SIGINT. The first asks for an orderly stop, the second ends the process at once.
 *
 * <p>A shutdown hook would not do: the JVM then exits with 143, and systemd and scripts take that for a failure; and it
 * ignores a second signal while hooks run.
 *
 * <p>SIGHUP and SIGUSR1 are what log rotation and closed terminals send: they end nothing. One that the caller has the
 * process ignore (nohup) stays ignored.
 */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile Consumer<String> refresh = signal -> {};

    StopSignal() {
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), this::received);
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), this::received);
        // From the first moment on; before there is a server there is nothing to do.
        sun.misc.Signal.handle(new sun.misc.Signal("HUP"), this::refresh);
        sun.misc.Signal.handle(new sun.misc.Signal("USR1"), this::refresh);
    }

    private void refresh(sun.misc.Signal signal) {
        refresh.accept("SIG" + signal.getName());
    }

    /** What SIGHUP and SIGUSR1 do from here on, told by which; in a thread of its own. */
    void onRefresh(Consumer<String> task) {
        refresh = task;
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
