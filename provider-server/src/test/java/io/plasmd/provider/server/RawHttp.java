package io.plasmd.provider.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection on which a test says and reads exactly what it wants. */
public final class RawHttp implements AutoCloseable {
    private final Socket socket;

    public RawHttp(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** A connection from one of the loopback addresses. */
    public RawHttp(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(from), 0);
        socket.setSoTimeout(20_000);
    }

    /** Whether a port is closed. One that is just being closed may still reset who waited there to be accepted. */
    static boolean isRefused(int port) throws IOException {
        try {
            new RawHttp(port).close();
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** One answer as it came over the wire. */
    public record Answer(int status, List<String> head, String body) {

        public Optional<String> header(String name) {
            return head.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        public JsonNode json() {
            return JsonMapper.builder().build().readTree(body);
        }
    }

    /** Sends one request on a connection of its own. Characters are bytes. */
    public static Answer exchange(int port, String request) throws IOException {
        try (var http = new RawHttp(port)) {
            http.send(request);
            return http.read(!request.startsWith("HEAD "));
        }
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    public Answer read() throws IOException {
        return read(true);
    }

    public Answer read(boolean withBody) throws IOException {
        List<String> head = readHead();
        if (head.isEmpty()) {
            throw new IOException("the connection was closed without an answer");
        }
        int status = Integer.parseInt(head.getFirst().substring(9, 12));
        var answer = new Answer(status, head, "");
        int length = answer.header("Content-Length").map(Integer::parseInt).orElse(0);
        byte[] body = withBody ? socket.getInputStream().readNBytes(length) : new byte[0];
        return new Answer(status, head, new String(body, StandardCharsets.UTF_8));
    }

    public List<String> readHead() throws IOException {
        var head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        int c = in.read();
        while (c >= 0) {
            head.write(c);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
            c = in.read();
        }
        return head.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What the server sends until it closes the connection. */
    public byte[] readToEnd() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
