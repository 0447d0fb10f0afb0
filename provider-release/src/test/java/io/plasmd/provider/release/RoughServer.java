package io.plasmd.provider.release;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP/1.1 over bare sockets, as badly as a test wants. */
final class RoughServer implements AutoCloseable {

    /** What becomes of a request. */
    interface Behaviour {
        void answer(Request request, Wire wire) throws IOException, InterruptedException;
    }

    /**
     * As it came.
     *
     * @param number of all requests to this server, from 0
     * @param headers with names in lower case
     */
    record Request(int number, String path, Map<String, String> headers) {
        /** First and last byte, or all of it. */
        int[] range(int size) {
            String range = headers.get("range");
            if (range == null) {
                return new int[] {0, size - 1};
            }
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            return new int[] {Integer.parseInt(ends[0]), Math.min(size - 1, Integer.parseInt(ends[1]))};
        }
    }

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    RoughServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    /** One that does everything right, for one content. */
    static void serve(byte[] content, Request request, Wire wire) throws IOException {
        int[] range = request.range(content.length);
        if (request.headers().containsKey("range")) {
            wire.partial(range[0], range[1], content.length, "");
        } else {
            wire.head(200, "Content-Length: " + content.length + "\r\n");
        }
        wire.body(content, range[0], range[1] + 1);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /** All so far. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    int openConnections() {
        return open.size();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                threads.execute(() -> converse(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void converse(Socket socket) {
        String key = socket.getRemoteSocketAddress().toString();
        open.put(key, 1);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                behaviour.answer(request, new Wire(socket));
            }
        } catch (IOException e) {
            // The client has gone, as it may.
        } catch (InterruptedException e) {
            // The server is closed.
        } finally {
            open.remove(key);
        }
    }

    private @Nullable Request read(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return null;
            }
            text.write(c);
        }
        String[] lines = text.toString(StandardCharsets.US_ASCII).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            String[] field = lines[i].split(": ", 2);
            headers.put(field[0].toLowerCase(Locale.ROOT), field[1]);
        }
        return new Request(numbers.getAndIncrement(), lines[0].split(" ", -1)[1], headers);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
        threads.close();
    }

    /** One connection, for one answer. */
    static final class Wire {
        private static final int CHUNK = 16 * 1024;

        private final Socket socket;

        Wire(Socket socket) {
            this.socket = socket;
        }

        /** Other headers end with CR LF each. */
        void head(int status, String headers) throws IOException {
            text("HTTP/1.1 " + status + " Status\r\n" + headers + "\r\n");
        }

        void partial(long first, long last, long total, String headers) throws IOException {
            head(
                    206,
                    "Content-Range: bytes " + first + "-" + last + "/" + total + "\r\nContent-Length: "
                            + (last - first + 1) + "\r\n" + headers);
        }

        void empty(int status, String headers) throws IOException {
            head(status, "Content-Length: 0\r\n" + headers);
        }

        void text(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        void body(byte[] content, int from, int to) throws IOException {
            for (int at = from; at < to; at += CHUNK) {
                socket.getOutputStream().write(content, at, Math.min(CHUNK, to - at));
            }
        }

        /** In the orderly way. */
        void end() throws IOException {
            socket.close();
        }

        void reset() throws IOException {
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                // The client was quicker.
            }
            socket.close();
        }

        /** Until the client or the server ends the connection. */
        void silence() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // Whatever it has to say.
            }
        }
    }
}
