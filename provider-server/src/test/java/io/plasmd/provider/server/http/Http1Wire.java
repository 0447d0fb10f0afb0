package io.plasmd.provider.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.SocketFactory;

/** A connection on which bytes are sent as they are, and answers are read by their framing, up to the end of the connection. */
final class Http1Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;

    Http1Wire(SocketFactory sockets, int port) throws IOException {
        socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** An answer, of which everything has been checked that can be checked without the request. */
    record Answer(int status, List<String> fields, String content) {
        Optional<String> field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(field -> field.substring(start.length()).strip())
                    .findFirst();
        }

        boolean announcesClose() {
            return field("Connection").filter("close"::equalsIgnoreCase).isPresent();
        }
    }

    /** Sends; that the server has closed by then is for the answers to show. */
    void send(String bytes, int pieceLength) throws IOException {
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        OutputStream out = socket.getOutputStream();
        try {
            for (int i = 0; i < all.length; i += pieceLength) {
                out.write(all, i, Math.min(pieceLength, all.length - i));
                out.flush();
            }
        } catch (SocketException e) {
            // as said
        }
    }

    void closeOutput() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // closed by the server already
        }
    }

    /** All answers until the server closes; a reset is an error. Whether one has content depends on its request. */
    List<Answer> readToEnd(List<Boolean> isHead) throws IOException {
        return parse(readAll(), isHead);
    }

    /** All bytes until the server closes; a reset is an error. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static List<Answer> parse(String text, List<Boolean> isHead) throws IOException {
        List<Answer> answers = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int end = text.indexOf("\r\n\r\n", position);
            if (end < 0 || !text.startsWith("HTTP/1.1 ", position)) {
                throw new IOException("no answer: " + text.substring(position));
            }
            List<String> head = text.substring(position, end).lines().toList();
            int status = Integer.parseInt(head.getFirst().substring(9, 12));
            var answer = new Answer(status, head.subList(1, head.size()), "");
            int length = answer.field("Content-Length").map(Integer::parseInt).orElse(0);
            boolean hasContent = status != 304 && !(answers.size() < isHead.size() && isHead.get(answers.size()));
            int from = end + 4;
            int to = hasContent ? from + length : from;
            if (to > text.length()) {
                throw new IOException("cut off after " + (text.length() - from) + " of " + length + " bytes");
            }
            answers.add(new Answer(status, answer.fields(), text.substring(from, to)));
            position = to;
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
