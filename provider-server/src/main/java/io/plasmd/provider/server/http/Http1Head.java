package io.plasmd.provider.server.http;

import org.eclipse.jetty.http.HttpException;

/**
 * What the head of the request that a connection reads takes of the heap. Jetty's parser keeps buffers as long as the
 * longest target and the longest value that it has seen for as long as the connection lasts, and the fields until the
 * next request.
 */
final class Http1Head {
    /** What a connection may take without being asked: a boot client takes a third of it. */
    private static final long FREE = 4096;

    /** In the parser's buffer, which may be twice as long as it is filled, and in the forms that a path is kept in. */
    private static final int FOR_BYTE_OF_TARGET = 10;

    /** In the parser's buffer, and in the field. */
    private static final int FOR_BYTE = 3;

    /** The objects that a field consists of. */
    private static final int FOR_FIELD = 160;

    private final HeadMemory memory;
    private final HeadLimits limits;
    private int read;
    private int targetBytes;
    private int fields;
    private int trailers;
    private long taken;
    private boolean closed;

    Http1Head(HeadMemory memory) {
        this.memory = memory;
        this.limits = memory.limits();
    }

    /** The first byte of a request is there. */
    void begin() {
        read = 0;
        targetBytes = 0;
        fields = 0;
        trailers = 0;
    }

    /**
     * A field has been read.
     *
     * @throws HttpException.RuntimeException 431 or 503
     */
    void field() {
        fields++;
        requireNotMore(fields);
        take(cost());
    }

    /**
     * A field after the content has been read, and dropped.
     *
     * @throws HttpException.RuntimeException 431
     */
    void trailer() {
        trailers++;
        requireNotMore(trailers);
    }

    private void requireNotMore(int number) {
        if (number > limits.fields()) {
            throw new HttpException.RuntimeException(
                    431, "there are more than " + limits.fields() + " header fields (provider.limits.header-fields)");
        }
    }

    /**
     * Bytes of the head are about to be read.
     *
     * @param next how many there are at most
     * @throws HttpException.RuntimeException 503
     */
    void expect(int next) {
        int most = Math.clamp(next, 0, Math.max(0, limits.bytes() - read));
        take(cost() + (long) most * FOR_BYTE_OF_TARGET);
    }

    private void take(long cost) {
        long more = cost - FREE - taken;
        if (more > 0 && !takeMore(more)) {
            throw new HttpException.RuntimeException(
                    503, "large heads of requests take all memory that they may (provider.limits.header-memory)");
        }
    }

    /** A connection may be closed while it is read. */
    private synchronized boolean takeMore(long more) {
        if (closed || !memory.take(more)) {
            return false;
        }
        taken += more;
        return true;
    }

    private synchronized void keep(long needed) {
        if (taken > needed) {
            memory.giveBack(taken - needed);
            taken = needed;
        }
    }

    /**
     * They have been read.
     *
     * @param inAll how many bytes the head has now
     * @param inTarget whether they end in the target
     * @throws HttpException.RuntimeException 414
     */
    void found(int inAll, boolean inTarget) {
        read = inAll;
        if (inTarget) {
            targetBytes = inAll;
        }
        if (taken > 0) {
            keep(Math.max(0, cost() - FREE));
        }
        if (inTarget && inAll > limits.targetBytes()) {
            throw new HttpException.RuntimeException(
                    414, "path and query are longer than " + limits.target() + " characters");
        }
    }

    /** The target is whole. */
    void target(int length) {
        targetBytes = length;
    }

    private long cost() {
        return (long) targetBytes * FOR_BYTE_OF_TARGET
                + (long) Math.max(0, read - targetBytes) * FOR_BYTE
                + (long) fields * FOR_FIELD;
    }

    /** Whether the connection takes more than it may without being asked. */
    boolean isLarge() {
        return taken > 0;
    }

    /** The connection is gone, and with it what it took. */
    synchronized void release() {
        closed = true;
        keep(0);
    }
}
