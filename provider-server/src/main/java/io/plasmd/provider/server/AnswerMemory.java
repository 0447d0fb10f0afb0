package io.plasmd.provider.server;

import io.plasmd.provider.server.log.Seldom;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What answers that clients have not taken yet may hold of the heap, all together. */
final class AnswerMemory {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerMemory.class);

    /** 500 times /status: more at once ask for it only to do harm. */
    private static final long MOST_BYTES = 32L << 20;

    /** As many of these as there may be requests are within that. */
    private static final int SMALL_BYTES = 8 << 10;

    private final AtomicLong held = new AtomicLong();
    private final Seldom full = new Seldom();

    /** Whether there is room for an answer. It is then to be given back. */
    boolean take(int bytes) {
        if (bytes <= SMALL_BYTES) {
            return true;
        }
        if (held.addAndGet(bytes) <= MOST_BYTES) {
            return true;
        }
        held.addAndGet(-bytes);
        full.run(() -> LOG.warn("answers are refused (503): clients do not take {} bytes of others", MOST_BYTES));
        return false;
    }

    void giveBack(int bytes) {
        if (bytes > SMALL_BYTES) {
            held.addAndGet(-bytes);
        }
    }
}
