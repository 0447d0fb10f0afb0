package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP to the last byte as a test wants it, where a client library would not. */
final class RawHttp {
    private RawHttp() {}

    /** Sends text, and gives everything that comes back until the server closes the connection. */
    static String exchange(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static String headersOf(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
    }
}
