package io.plasmd.provider.server.http;

import java.net.InetAddress;

/**
 * How a connection was let in.
 *
 * @param address by which its client, or the proxy before it, is counted
 * @param turnedAway why every request on it is answered 503; empty where they are answered as they should
 */
record Admission(InetAddress address, String turnedAway) {

    boolean isTurnedAway() {
        return !turnedAway.isEmpty();
    }
}
