package io.plasmd.provider.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever the kernel has in the queue of a socket that is closed is reset: it is closed when there is nobody. */
@Timeout(30)
final class SuccessionPortTest {
    @Test
    void itIsNotLeftWhileSomebodyWaits() throws Exception {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SuccessionPort port = Objects.requireNonNull(SuccessionPort.of(channel));
            try (SocketChannel client = SocketChannel.open(channel.getLocalAddress())) {
                Thread leaving = Thread.startVirtualThread(port::awaitEmpty);
                assertFalse(leaving.join(Duration.ofMillis(500)));
                channel.accept().close();
                assertTrue(leaving.join(Duration.ofSeconds(5)));
                // Closed by the server, and not reset by its kernel.
                assertEquals(-1, client.socket().getInputStream().read());
            }
        }
    }

    @Test
    void itIsLeftAfterAWhileWhereNobodyAccepts() throws Exception {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SuccessionPort port = Objects.requireNonNull(SuccessionPort.of(channel));
            try (SocketChannel client = SocketChannel.open(channel.getLocalAddress())) {
                port.awaitEmpty();
                assertTrue(client.isConnected());
            }
        }
    }
}
