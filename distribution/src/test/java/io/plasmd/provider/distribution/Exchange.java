package io.plasmd.provider.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request on a connection of its own, and all that came back before the answer was whole or the server closed it. */
final class Exchange {
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");
    private static final int TIMEOUT_MILLIS = 60_000;

    private final String head;
    private final long promised;
    private final byte[] body;

    private Exchange(String head, long promised, byte[] body) {
        this.head = head;
        this.promised = promised;
        this.body = body;
    }

    /** Sends the parts one after the other, as a client with a slow line does. */
    static Exchange of(URI server, LongConsumer progress, String... parts) {
        var received = new ByteArrayOutputStream();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            for (String part : parts) {
                socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
                progress.accept(part.length());
            }
            read(socket.getInputStream(), received, progress);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server neither answers nor closes the connection", e);
        } catch (IOException cut) {
            // Refused, or reset: what has come by then is what there is.
            return parse(received.toByteArray());
        }
        return parse(received.toByteArray());
    }

    private static void read(InputStream in, ByteArrayOutputStream received, LongConsumer progress) throws IOException {
        byte[] buffer = new byte[16 << 10];
        long whole = Long.MAX_VALUE;
        while (received.size() < whole) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            received.write(buffer, 0, read);
            progress.accept(read);
            if (whole == Long.MAX_VALUE) {
                Exchange soFar = parse(received.toByteArray());
                if (!soFar.head().isEmpty()) {
                    whole = soFar.head().length() + soFar.promised();
                }
            }
        }
    }

    private static Exchange parse(byte[] received) {
        String text = new String(received, 0, Math.min(received.length, 8 << 10), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Exchange("", 0, new byte[0]);
        }
        String head = text.substring(0, end + 4);
        Matcher length = LENGTH.matcher(head);
        byte[] body = Arrays.copyOfRange(received, head.length(), received.length);
        return new Exchange(head, length.find() ? Long.parseLong(length.group(1)) : 0, body);
    }

    /** Empty where no answer came. */
    String head() {
        return head;
    }

    /** The length that the head announces. */
    long promised() {
        return promised;
    }

    byte[] body() {
        return body;
    }

    /** 0 where there was no answer. */
    int status() {
        Matcher status = STATUS.matcher(head);
        return status.find() ? Integer.parseInt(status.group(1)) : 0;
    }

    boolean isWhole() {
        return status() != 0 && body.length == promised;
    }
}
