package io.plasmd.provider.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two that listen on one port: the one that came last gets what comes from then on, and the other keeps what it had. */
@Timeout(30)
final class SharedPortTest {
    private static final int CLIENTS = 30;

    @ParameterizedTest
    @EnumSource(names = {"INET", "INET6"})
    void eachNextOneTakesOver(StandardProtocolFamily family) throws Exception {
        String loopback = family == StandardProtocolFamily.INET ? "127.0.0.1" : "::1";
        var any = new InetSocketAddress(InetAddress.getByName(loopback), 0);
        ServerSocketChannel old = listen(family, any);
        var address = (InetSocketAddress) old.getLocalAddress();
        for (int generation = 0; generation < 3; generation++) {
            List<SocketChannel> before = connect(address);
            ListeningSocket only = ListeningSocket.of(old);
            assertEquals(CLIENTS, only.waiting());
            ServerSocketChannel next = listen(family, address);
            List<SocketChannel> after = connect(address);
            accept(old, CLIENTS);
            assertEquals(0, only.waiting());
            old.close();
            List<SocketChannel> last = connect(address);
            accept(next, 2 * CLIENTS);
            for (List<SocketChannel> all : List.of(before, after, last)) {
                for (SocketChannel one : all) {
                    one.close();
                }
            }
            old = next;
        }
        old.close();
    }

    private static ServerSocketChannel listen(StandardProtocolFamily family, InetSocketAddress address)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        channel.bind(address, 100);
        channel.configureBlocking(false);
        SharedPort.preferSecond(ListeningSocket.of(channel));
        return channel;
    }

    private static List<SocketChannel> connect(InetSocketAddress address) throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(SocketChannel.open(address));
        }
        return clients;
    }

    private static void accept(ServerSocketChannel channel, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            channel.accept().close();
        }
        assertNull(channel.accept());
    }
}
