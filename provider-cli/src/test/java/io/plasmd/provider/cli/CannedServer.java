package io.plasmd.provider.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers every connection in the same way, whatever it is asked. */
final class CannedServer implements AutoCloseable {
    private final ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();

    /** What it sends. */
    interface Answer {
        void send(OutputStream out) throws IOException, InterruptedException;
    }

    CannedServer(Answer answer) throws IOException {
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket socket = port.accept();
                    connections.incrementAndGet();
                    Thread.startVirtualThread(() -> answer(socket, answer));
                }
            } catch (SocketException e) {
                // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** One that sends a text, and closes. */
    static CannedServer sending(String text) throws IOException {
        return new CannedServer(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    static CannedServer sendingJson(String json) throws IOException {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return sending("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n" + json);
    }

    private static void answer(Socket socket, Answer answer) {
        try (socket) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            answer.send(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    String url() {
        return "http://127.0.0.1:" + port.getLocalPort() + "/";
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
