package io.plasmd.provider.files;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of an open file, closed when the last that uses it is done: the kernel gives a number that is free to the
 * next file that anyone opens, which a reader that came late would read.
 */
final class Descriptor {
    private final int number;
    private final Runnable close;

    /** The owner counts as one. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicInteger closed = new AtomicInteger();

    Descriptor(int number, Runnable close) {
        this.number = number;
        this.close = close;
    }

    /** To be followed by {@link #leave}. */
    int enter() throws ClosedChannelException {
        if (closed.get() != 0 || users.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw new ClosedChannelException();
        }
        return number;
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            close.run();
        }
    }

    /** Does not wait: nobody enters any more, and the last that leaves closes it. */
    void close() {
        if (closed.getAndSet(1) == 0) {
            leave();
        }
    }
}
