package io.plasmd.provider.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that nobody listens on, for those who have to name one before they do. */
final class FreePort {
    private FreePort() {}

    static int number() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
