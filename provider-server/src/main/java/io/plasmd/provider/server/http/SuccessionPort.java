package io.plasmd.provider.server.http;

import io.plasmd.provider.files.ListeningSocket;
import io.plasmd.provider.files.SharedPort;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that this server takes over from another one, and leaves to the next (SO_REUSEPORT). Each has a queue of its own for
 * those that it has not accepted yet, and the kernel resets all that are in the queue of a socket that is closed.
 */
final class SuccessionPort {
    private static final Logger LOG = LoggerFactory.getLogger(SuccessionPort.class);

    /** A connection that began with this one, before there was another, is made within the time that a packet takes there and back. */
    private static final Duration QUIET = Duration.ofMillis(200);

    /** Where there is no other, connections may go on to come. */
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final ListeningSocket socket;

    private SuccessionPort(ListeningSocket socket) {
        this.socket = socket;
    }

    /** Gets all new connections from here on; null where that cannot be asked for. */
    static @Nullable SuccessionPort of(ServerSocketChannel channel) {
        try {
            var socket = ListeningSocket.of(channel);
            SharedPort.preferSecond(socket);
            return new SuccessionPort(socket);
        } catch (IOException e) {
            LOG.warn(
                    "the kernel cannot be told which of two servers gets the connections (provider.http.reuse-port): {}."
                            + " While both listen each gets some, and of those that come when one stops some may be lost",
                    e.getMessage());
            return null;
        }
    }

    /** Waits until nobody has come for a while. */
    void awaitEmpty() {
        long now = System.nanoTime();
        long end = now + AT_MOST.toNanos();
        long quiet = now + QUIET.toNanos();
        try {
            while (now < quiet && now < end) {
                TimeUnit.MILLISECONDS.sleep(1);
                now = System.nanoTime();
                if (socket.waiting() > 0) {
                    quiet = now + QUIET.toNanos();
                }
            }
        } catch (IOException e) {
            LOG.debug("cannot ask how many wait", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
