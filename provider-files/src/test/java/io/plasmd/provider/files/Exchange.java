package io.plasmd.provider.files;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/** Exchanges two names in one step, by renameat2(2) with RENAME_EXCHANGE, again and again until it is closed. */
final class Exchange implements AutoCloseable {
    private static final int WORKING_DIRECTORY = -100;
    private static final int RENAME_EXCHANGE = 2;

    private final Thread thread;
    private volatile boolean done;

    Exchange(Path one, Path other) {
        int renameat2 = System.getProperty("os.arch").equals("aarch64") ? 276 : 316;
        thread = Thread.ofPlatform().daemon().start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                long from = PathBytes.of(one, arena).address();
                long to = PathBytes.of(other, arena).address();
                while (!done) {
                    // An arena of its own for what is allocated by each call.
                    try (Arena call = Arena.ofConfined()) {
                        Kernel.call(call, renameat2, WORKING_DIRECTORY, from, WORKING_DIRECTORY, to, RENAME_EXCHANGE);
                    }
                }
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        thread.join();
    }
}
