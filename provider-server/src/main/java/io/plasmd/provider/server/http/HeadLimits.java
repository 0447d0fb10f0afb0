package io.plasmd.provider.server.http;

/**
 * What is accepted of the head of a request.
 *
 * @param bytes of request line and fields
 * @param target characters of path and query
 * @param fields in the head, and as many again after the content
 * @param memory for what is large in the heads of all requests together, in bytes
 */
public record HeadLimits(int bytes, int target, int fields, long memory) {
    /** Before the path of an absolute target: the scheme, and the longest host that there can be, with a port. */
    private static final int AUTHORITY = 300;

    /** Bytes of a target after which it is certainly too long. How many characters they are, the gate finds out. */
    int targetBytes() {
        return target + AUTHORITY;
    }
}
