package io.plasmd.provider.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that takes a download only as fast as it is told to. */
final class SlowClient implements AutoCloseable {
    private final Socket socket = new Socket();

    SlowClient(int port, String path) throws IOException {
        // Small, so that the network cannot hold the whole file.
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        take(1);
    }

    void take(int bytes) throws IOException {
        if (socket.getInputStream().readNBytes(bytes).length < bytes) {
            throw new IOException("the download ended early");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
