package io.plasmd.provider.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Clients that send one request after the other and read nothing. */
public final class UnreadClients implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Starts them; their requests go on until the server takes no more.
     *
     * @param https null for plain HTTP
     */
    public UnreadClients(int port, @Nullable OkHttpClient https, int clients, int requests, String path)
            throws IOException {
        byte[] text = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n")
                .repeat(requests)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < clients; i++) {
            var plain = new Socket();
            // Small, so that the network takes little of the answers.
            plain.setReceiveBufferSize(16 * 1024);
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            // The lower one, since a TLS socket that writes cannot be closed.
            sockets.add(plain);
            Socket socket = https == null ? plain : secure(plain, https);
            threads.execute(() -> write(socket, text));
        }
    }

    private static void write(Socket socket, byte[] text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text);
            out.flush();
        } catch (IOException e) {
            // The server has cut it off, or the test is over.
        }
    }

    private static Socket secure(Socket plain, OkHttpClient https) throws IOException {
        var secure = (SSLSocket) https.sslSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        secure.startHandshake();
        return secure;
    }

    /** Waits until the network takes no more of any answer. */
    public void awaitStandstill(RunningProvider provider) {
        long[] last = {-1, 0};
        Await.until("the answers to stand still", () -> {
            long sent = ((Number) provider.metric("bytes_served_total")).longValue();
            if (sent != last[0]) {
                last[0] = sent;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 300_000_000
                    && ((Number) provider.metric("active_requests")).intValue() >= sockets.size();
        });
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.close();
    }
}
