package io.plasmd.provider.server.http;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpTokens;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser, and what it does not look at in a request line. It also goes on to read after the last request, and
 * drops what it reads: Jetty would close, and where bytes lie unread that cuts off the answer (RFC 9112, section 9.6).
 */
public final class Http1Parser extends HttpParser {
    private static final String HEAD = "HEAD ";
    private static final String VERSION = "HTTP/1.1";
    private static final int MAJOR = VERSION.indexOf('1');
    private static final int MINOR = VERSION.length() - 1;

    private final IntConsumer dropped;
    private final Http1Head head;
    private @Nullable ByteBuffer bytes;
    private int headLength;
    private int versionLength;
    private byte major;
    private byte firstOfValue;
    private boolean bad;

    /**
     * A parser for one connection.
     *
     * @param dropped told how many bytes came after the last request
     * @param head told what the head of each request takes, and asked whether it may
     */
    Http1Parser(
            RequestHandler handler,
            int maxHeaderBytes,
            HttpCompliance compliance,
            IntConsumer dropped,
            Http1Head head) {
        super(handler, maxHeaderBytes, compliance);
        this.dropped = dropped;
        this.head = head;
    }

    /** Whether what a request came in by, readable or not, is a HEAD. */
    public static boolean isHead(Request request) {
        return request.getConnectionMetaData().getConnection() instanceof Http1Connection connection
                && connection.parser().isHead();
    }

    /** Whether the message that is being read, or could not be read, is a HEAD. */
    boolean isHead() {
        return headLength == HEAD.length();
    }

    /** The byte that the value of the last field began with; Jetty puts IPv6 addresses in brackets. */
    byte firstOfValue() {
        return firstOfValue;
    }

    /** Whether there will be no further request. */
    boolean isAfterLast() {
        return super.isTerminated();
    }

    /** To Jetty's connection never, since it would close. */
    @Override
    public boolean isTerminated() {
        return false;
    }

    /** A message that cannot be read is to be answered next, in turn, as one that could be. */
    void answerBad() {
        bad = true;
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (isAfterLast()) {
            dropped.accept(buffer.remaining());
            BufferUtil.clear(buffer);
            return false;
        }
        bytes = buffer;
        boolean inHead = inHeaderState();
        try {
            lookAhead(buffer);
            if (inHead) {
                head.expect(buffer.remaining());
            }
        } catch (HttpException.RuntimeException e) {
            refuse(buffer, e);
        }
        boolean handle = !bad && super.parseNext(buffer);
        bytes = null;
        if (inHead && !bad) {
            try {
                head.found(getHeaderLength(), isState(State.URI));
            } catch (HttpException.RuntimeException e) {
                refuse(buffer, e);
            }
        }
        if (bad) {
            bad = false;
            return true;
        }
        return handle;
    }

    private void refuse(ByteBuffer buffer, HttpException.RuntimeException why) {
        BufferUtil.clear(buffer);
        badMessage(why);
    }

    private void lookAhead(ByteBuffer buffer) {
        switch (getState()) {
            case START -> {
                int first = buffer.position();
                // Empty lines before a request are none of it (RFC 9112, section 2.2).
                while (first < buffer.limit() && (buffer.get(first) == '\r' || buffer.get(first) == '\n')) {
                    first++;
                }
                if (first < buffer.limit()) {
                    head.begin();
                    headLength = 0;
                    versionLength = 0;
                    requireMethod(buffer.get(first));
                    matchHead(buffer, first);
                }
            }
            case METHOD -> matchHead(buffer, buffer.position());
            case SPACE2, REQUEST_VERSION -> checkVersion(buffer);
            default -> {}
        }
    }

    /** RFC 9110, section 9.1: a token. Jetty skips a colon, and takes any character as the first. */
    private static void requireMethod(byte first) {
        HttpTokens.Token token = HttpTokens.getToken(first);
        if (token.getType() == HttpTokens.Type.VCHAR || token.getType() == HttpTokens.Type.COLON) {
            throw new HttpException.RuntimeException(400, "a method is a token");
        }
    }

    /** Jetty tells nobody the method of what it cannot parse, and the answer to a HEAD has no content even then. */
    private void matchHead(ByteBuffer buffer, int from) {
        for (int i = from; i < buffer.limit() && headLength >= 0 && headLength < HEAD.length(); i++) {
            headLength = buffer.get(i) == HEAD.charAt(headLength) ? headLength + 1 : -1;
        }
    }

    /**
     * RFC 9112, section 2.3: case-sensitive, one digit, a dot, one digit; else it is no request line. A higher minor
     * version is treated as 1.1 (RFC 9110, section 2.5). Jetty has no door for either, so the digit is changed before it
     * looks.
     */
    private void checkVersion(ByteBuffer buffer) {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            byte b = buffer.get(i);
            if (b == ' ' && versionLength == 0) {
                continue;
            }
            if (b == '\r' || b == '\n') {
                requireVersion(versionLength == 0 || versionLength == VERSION.length());
                return;
            }
            requireVersion(versionLength < VERSION.length());
            boolean isDigit = b >= '0' && b <= '9';
            boolean isNumber = versionLength == MAJOR || versionLength == MINOR;
            requireVersion(isNumber ? isDigit : b == VERSION.charAt(versionLength));
            if (versionLength == MAJOR) {
                major = b;
            } else if (versionLength == MINOR && major == '1' && b > '1') {
                buffer.put(i, (byte) '1');
            }
            versionLength++;
        }
    }

    private static void requireVersion(boolean fits) {
        if (!fits) {
            throw new HttpException.RuntimeException(400, "a version is HTTP/ and two digits with a dot between");
        }
    }

    @Override
    protected void setState(State state) {
        super.setState(state);
        // Jetty comes here only where the version is not just HTTP/1.1 or HTTP/1.0, or has not arrived yet.
        if (state == State.SPACE2 && bytes != null) {
            checkVersion(bytes);
        }
    }

    @Override
    protected void setState(FieldState state) {
        super.setState(state);
        if (state == FieldState.IN_VALUE && bytes != null) {
            firstOfValue = bytes.get(bytes.position() - 1);
        }
    }
}
