package io.plasmd.provider.artifacts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A download that has begun and waits: the client has read the headers and takes nothing more until told to. */
final class SlowDownload implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");

    private final Socket socket;
    private final String headers;

    SlowDownload(int port, String path, String extraHeaders) throws IOException {
        socket = new Socket();
        // Small, so that the server cannot put the whole file into the network's buffers.
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + extraHeaders + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        headers = readHeaders(socket.getInputStream());
    }

    private static String readHeaders(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed within the headers: " + text);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    String headers() {
        return headers;
    }

    long promised() {
        Matcher length = LENGTH.matcher(headers);
        if (!length.find()) {
            throw new AssertionError("no Content-Length in " + headers);
        }
        return Long.parseLong(length.group(1));
    }

    /** Everything that still comes, until the server ends the connection in whatever way. */
    byte[] rest() {
        var body = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(body);
        } catch (IOException e) {
            // Reset: what has come so far is what there is.
        }
        return body.toByteArray();
    }

    /**
     * Takes some bytes, waits, and so on, for a time or until the server breaks it off.
     *
     * @return how many bytes came
     */
    long trickle(int bytes, Duration pause, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long count = 0;
        try {
            while (System.nanoTime() < end) {
                int got = socket.getInputStream().readNBytes(bytes).length;
                count += got;
                if (got < bytes) {
                    break;
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (IOException e) {
            // Reset: it is for the server to say why.
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
