package io.plasmd.provider.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket that is listened on already becomes a channel of Java, and stays with whoever else has it. */
@Timeout(30)
final class ListeningSocketTest {
    private static final int DUPLICATE = 0;

    @ParameterizedTest
    @EnumSource(names = {"INET", "INET6"})
    void takesConnectionsThatCameBeforeAndLeavesThoseThatComeAfter(StandardProtocolFamily family) throws Exception {
        String loopback = family == StandardProtocolFamily.INET ? "127.0.0.1" : "::1";
        try (ServerSocketChannel holder = ServerSocketChannel.open(family)) {
            holder.bind(new InetSocketAddress(InetAddress.getByName(loopback), 0));
            InetSocketAddress address = (InetSocketAddress) holder.getLocalAddress();
            try (SocketChannel early = SocketChannel.open(address)) {
                ListeningSocket inherited = ListeningSocket.of(duplicate(address));
                assertEquals(address, inherited.address());
                ServerSocketChannel channel = inherited.open();
                try (SocketChannel accepted = channel.accept()) {
                    assertEquals(early.getLocalAddress(), accepted.getRemoteAddress());
                    assertEquals(address, accepted.getLocalAddress());
                }
                channel.close();
            }
            try (SocketChannel late = SocketChannel.open(address);
                    SocketChannel accepted = holder.accept()) {
                assertEquals(late.getLocalAddress(), accepted.getRemoteAddress());
            }
        }
    }

    @Test
    void whatIsNoSocketIsRefused() {
        assertThrows(SocketException.class, () -> ListeningSocket.of(9999));
        assertThrows(SocketException.class, () -> ListeningSocket.of(0));
    }

    /** As a process that is started inherits it. */
    private static int duplicate(InetSocketAddress address) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            int own = descriptors
                    .mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
                    .filter(descriptor -> isAt(descriptor, address))
                    .findFirst()
                    .orElseThrow();
            long copy = Kernel.call(Platform.current().fcntl(), own, DUPLICATE, 0);
            assertTrue(copy > 0);
            return (int) copy;
        }
    }

    private static boolean isAt(int descriptor, InetSocketAddress address) {
        try {
            return ListeningSocket.of(descriptor).address().equals(address);
        } catch (IOException e) {
            return false;
        }
    }
}
