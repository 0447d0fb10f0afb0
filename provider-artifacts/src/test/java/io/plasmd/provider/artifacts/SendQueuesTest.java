package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SendQueuesTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatTheOtherSideHasNotTakenIsHeldAndLessWhenItTakesIt(String address) throws Exception {
        try (var listener = ServerSocketChannel.open();
                var sender = SocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            sender.connect(listener.getLocalAddress());
            sender.configureBlocking(false);
            try (SocketChannel receiver = listener.accept()) {
                assertEquals(OptionalLong.of(0), held(sender));
                long written = 0;
                ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
                // Full: nothing is taken any more.
                for (int count = 1; count > 0; written += count) {
                    count = sender.write(zeros.clear());
                }
                long before = held(sender).orElseThrow();
                assertTrue(before > 0 && before <= written, before + " of " + written);
                ByteBuffer some = ByteBuffer.allocate(1 << 20);
                Await.until("the queue to get shorter", () -> {
                    receiver.read(some.clear());
                    return held(sender).orElseThrow() < before;
                });
            }
        }
    }

    private static OptionalLong held(SocketChannel channel) throws Exception {
        return SendQueues.now()
                .of((InetSocketAddress) channel.getLocalAddress(), (InetSocketAddress) channel.getRemoteAddress());
    }

    @Test
    void ofAConnectionThatIsNotThereNothingIsKnown() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        assertEquals(OptionalLong.empty(), SendQueues.now().of(address, address));
    }

    @Test
    void ofTablesThatAreMissingOrStrangeNothingIsKnown() throws Exception {
        Path strange = Files.write(scratch.resolve("tcp"), new byte[] {'x', '\n', (byte) 0xff, '\n', '1', ' ', '2'});
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        SendQueues queues = SendQueues.read(List.of(scratch.resolve("none"), strange));
        assertEquals(OptionalLong.empty(), queues.of(address, address));
    }
}
