package io.plasmd.provider.files;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Exchanges two names in one step, by renameat2(2) with RENAME_EXCHANGE, again and again until it is closed. */
public final class Exchange implements AutoCloseable {
    private static final int WORKING_DIRECTORY = -100;
    private static final int RENAME_EXCHANGE = 2;

    /** An odd number, so that one rest finds them exchanged and the next as they were. */
    private static final int BURST = 5001;

    private final Thread thread;
    private volatile boolean done;

    /** Without rest. */
    public Exchange(Path one, Path other) {
        this(one, other, Duration.ZERO);
    }

    /**
     * In bursts.
     *
     * @param rest after each
     */
    public Exchange(Path one, Path other, Duration rest) {
        int renameat2 = System.getProperty("os.arch").equals("aarch64") ? 276 : 316;
        thread = Thread.ofPlatform().daemon().start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                long from = PathBytes.of(one, arena).address();
                long to = PathBytes.of(other, arena).address();
                for (int i = 1; !done; i++) {
                    Kernel.call(renameat2, WORKING_DIRECTORY, from, WORKING_DIRECTORY, to, RENAME_EXCHANGE);
                    if (i % BURST == 0) {
                        LockSupport.parkNanos(rest.toNanos());
                    }
                }
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
