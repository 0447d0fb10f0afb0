package io.plasmd.provider.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Many clients in one thread, which take what they asked for slowly, or not at all. */
final class Crowd implements AutoCloseable {
    /** Every address of 127/8 is one of this machine, so a crowd need not look like one client. */
    private static final int ADDRESSES = 200;

    /** Small, so that a slow client is slow for the server and not only for its kernel. */
    private static final int RECEIVE_BUFFER_BYTES = 8 << 10;

    private final InetSocketAddress server;
    private final Deque<Client> clients = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(4 << 10);
    private int joined;

    /** One of them. */
    static final class Client {
        private final SocketChannel channel;
        private final StringBuilder begin = new StringBuilder();
        private long received;
        private boolean ended;

        private Client(SocketChannel channel) {
            this.channel = channel;
        }

        /** The begin of what came, which holds the status line. */
        String begin() {
            return begin.toString();
        }

        long received() {
            return received;
        }

        /** Whether the server has closed the connection. */
        boolean ended() {
            return ended;
        }
    }

    Crowd(URI server) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** More clients, each of which sends the request, or nothing where that is empty. */
    void join(int number, String request) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < number; i++) {
            SocketChannel channel = SocketChannel.open();
            clients.add(new Client(channel));
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address(joined++), 0));
            channel.connect(server);
            channel.write(ByteBuffer.wrap(bytes));
            channel.configureBlocking(false);
        }
    }

    private static InetAddress address(int client) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + client % ADDRESSES)});
    }

    /** Each client that is there takes up to 4 KiB of what has come for it. */
    void takeSome() {
        for (Client client : clients) {
            try {
                buffer.clear();
                int read = client.ended ? 0 : client.channel.read(buffer);
                client.ended |= read < 0;
                client.received += Math.max(0, read);
                if (client.begin.length() < 64) {
                    client.begin.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
                }
            } catch (IOException reset) {
                client.ended = true;
            }
        }
    }

    Collection<Client> clients() {
        return List.copyOf(clients);
    }

    /** Those that came first go. */
    void leave(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            clients.remove().channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        leave(clients.size());
    }
}
