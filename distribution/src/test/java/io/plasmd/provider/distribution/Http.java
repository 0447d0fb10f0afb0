package io.plasmd.provider.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The HTTP client of the tests. */
final class Http {
    private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
            .callTimeout(Duration.ofMinutes(2))
            .followRedirects(false)
            .build();

    private Http() {}

    static Response get(RunningProcess server, String path) throws IOException {
        String url = server.url().resolve(path).toString();
        return CLIENT.newCall(new Request.Builder().url(url).build()).execute();
    }

    /** The digest that the server announces, once it has computed it. */
    static String announcedDigest(RunningProcess server, String path) throws Exception {
        Await.until("the digest of " + path + " is known", () -> digestHeader(server, path) != null);
        return String.valueOf(digestHeader(server, path));
    }

    private static @Nullable String digestHeader(RunningProcess server, String path) throws IOException {
        String url = server.url().resolve(path).toString();
        try (Response response =
                CLIENT.newCall(new Request.Builder().url(url).head().build()).execute()) {
            return response.header("X-Content-SHA256");
        }
    }

    static String digest(InputStream content) throws IOException {
        try (var digesting = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection on which the request is sent and nothing read. */
    static Socket open(URI server, String request) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    static boolean accepts(URI server) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
