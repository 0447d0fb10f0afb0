package io.plasmd.provider.server.http;

import org.eclipse.jetty.util.NanoTime;

/**
 * How long a client takes to ask: for the head of a request, be it behind a handshake of TLS, as far as it is its turn. What
 * the server takes for its part is not held against it.
 */
final class RequestClock {
    /** Since when the head of a request is awaited; a connection is opened to send one. */
    private volatile long headSince = NanoTime.now();

    private volatile boolean sendsHead = true;

    /** Whether a request is on its way: none has been made yet of the connection, or of what has come since the last one. */
    private volatile boolean isAsking = true;

    /** Whether a part of it has come, of a head or of a handshake. */
    private volatile boolean hasBegun;

    /** Whether the server has work with the connection, done or waiting for a thread; else the client is to send something. */
    private volatile boolean isServersTurn = true;

    private volatile long serversTurnSince = headSince;
    private volatile long clientsTurnSince = headSince;

    /** Something has come, while no request is under way and another one is welcome. */
    void partHasCome() {
        isAsking = true;
        hasBegun = true;
        if (!sendsHead) {
            headSince = NanoTime.now();
            sendsHead = true;
        }
    }

    void serversTurn() {
        if (!isServersTurn) {
            serversTurnSince = NanoTime.now();
            isServersTurn = true;
        }
    }

    void clientsTurn() {
        long now = NanoTime.now();
        long head = headSince;
        headSince = head + pause(now);
        clientsTurnSince = now;
        isServersTurn = false;
    }

    void requestBegins() {
        sendsHead = false;
        isAsking = false;
        hasBegun = false;
    }

    /** There will be no further request. */
    void lastAnswered() {
        sendsHead = false;
    }

    /** How long the client has taken so far for the head of its request. */
    long headNanos(long now) {
        return sendsHead ? NanoTime.elapsed(headSince, now) - pause(now) : 0;
    }

    /** How much of the time since the head was begun is the server's, of its turn that lasts. */
    private long pause(long now) {
        if (!isServersTurn) {
            return 0;
        }
        long since = serversTurnSince;
        long head = headSince;
        return NanoTime.elapsed(NanoTime.isBefore(since, head) ? head : since, now);
    }

    /**
     * Whether the client can have a request on its way.
     *
     * @param next nanoseconds that it takes at most to begin with another one
     * @param first to begin with its first one
     * @param rest to go on with any
     */
    boolean mayAskWithin(long next, long first, long rest) {
        long most = hasBegun ? rest : isAsking ? first : next;
        return isServersTurn || NanoTime.since(clientsTurnSince) < most;
    }
}
