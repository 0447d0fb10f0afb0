package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Request lines and {@code Host} in every form of RFC 9112, section 3, and beyond. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TargetFormsTest {
    private static final String HOST = "Host: x\r\nConnection: close\r\n\r\n";
    private static final String CLOSE = "Connection: close\r\n\r\n";
    private static final String KERNEL = HostileServer.KERNEL;

    private HostileServer server;

    @BeforeAll
    void start() throws Exception {
        server = new HostileServer();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    static final List<Arguments> LINES = List.of(
            line(200, "GET http://x" + KERNEL + " HTTP/1.1"),
            line(200, "GET HTTP://X" + KERNEL + " HTTP/1.1"),
            line(200, "GET https://x" + KERNEL + " HTTP/1.1"),
            line(200, "GET http://elsewhere" + KERNEL + " HTTP/1.1"),
            line(400, "GET http://user:secret@x" + KERNEL + " HTTP/1.1"),
            line(400, "GET http://x:99999" + KERNEL + " HTTP/1.1"),
            line(400, "GET http://" + KERNEL + " HTTP/1.1"),
            line(400, "GET http:///" + KERNEL + " HTTP/1.1"),
            line(400, "GET http:" + KERNEL + " HTTP/1.1"),
            line(400, "GET file://" + KERNEL + " HTTP/1.1"),
            line(400, "GET file:///etc/passwd HTTP/1.1"),
            line(400, "GET ftp://x" + KERNEL + " HTTP/1.1"),
            line(400, "GET javascript:alert(1) HTTP/1.1"),
            line(404, "GET http://x HTTP/1.1"),
            line(404, "GET http://x/ HTTP/1.1"),
            line(404, "GET http://x?a=b HTTP/1.1"),
            line(404, "GET / HTTP/1.1"),
            line(404, "GET /? HTTP/1.1"),
            line(400, "GET * HTTP/1.1"),
            line(400, "GET x:80 HTTP/1.1"),
            line(400, "GET x HTTP/1.1"),
            line(400, "GET ?a HTTP/1.1"),
            line(400, "GET " + KERNEL + "#fragment HTTP/1.1"),
            line(200, "GET " + KERNEL + "?a=b&../../secret HTTP/1.1"),
            line(200, "GET " + KERNEL + "?%00%zz%c0%ae HTTP/1.1"),
            line(405, "OPTIONS * HTTP/1.1"),
            line(405, "OPTIONS " + KERNEL + " HTTP/1.1"),
            line(405, "CONNECT x:80 HTTP/1.1"),
            line(400, "CONNECT " + KERNEL + " HTTP/1.1"),
            line(405, "CONNECT 169.254.169.254:80 HTTP/1.1"),
            line(405, "get " + KERNEL + " HTTP/1.1"),
            line(405, "Get " + KERNEL + " HTTP/1.1"),
            line(405, "GETT " + KERNEL + " HTTP/1.1"),
            line(405, "G " + KERNEL + " HTTP/1.1"),
            line(405, "M".repeat(500) + " " + KERNEL + " HTTP/1.1"),
            line(400, "G\u0000T " + KERNEL + " HTTP/1.1"),
            line(400, "G(T " + KERNEL + " HTTP/1.1"),
            line(400, "G\u00c9T " + KERNEL + " HTTP/1.1"),
            line(400, " GET " + KERNEL + " HTTP/1.1"),
            line(200, "GET  " + KERNEL + " HTTP/1.1"),
            line(400, "GET\t" + KERNEL + " HTTP/1.1"),
            line(400, "GET " + KERNEL + "\tHTTP/1.1"),
            line(200, "GET " + KERNEL + "  HTTP/1.1"),
            line(400, "GET " + KERNEL + " HTTP/1.1 "),
            line(400, "GET " + KERNEL + " HTTP/1.1 HTTP/1.1"),
            line(400, "GET " + KERNEL + " secret HTTP/1.1"),
            line(505, "GET " + KERNEL),
            line(400, "GET " + KERNEL + " "),
            line(505, "GET " + KERNEL + " HTTP/0.9"),
            line(200, "GET " + KERNEL + " HTTP/1.2"),
            line(400, "GET " + KERNEL + " HTTP/1.10"),
            line(505, "GET " + KERNEL + " HTTP/2.0"),
            line(400, "GET " + KERNEL + " HTTP/3"),
            line(400, "GET " + KERNEL + " HTTP/11"),
            line(400, "GET " + KERNEL + " http/1.1"),
            line(400, "GET " + KERNEL + " HTTPS/1.1"),
            line(400, "GET " + KERNEL + " HTTP/1.1.1"),
            line(400, "GET " + KERNEL + " HTTP/"),
            line(400, "GET " + KERNEL + " ICY"));

    private static Arguments line(int status, String line) {
        return Arguments.of(line, status);
    }

    @ParameterizedTest
    @FieldSource("LINES")
    void aRequestLineGetsWhatItDeserves(String line, int status) throws Exception {
        HostileServer.Answer answer = server.send(line + "\r\n" + HOST, status);
        if (status == 200) {
            assertArrayEquals(server.kernel(), answer.bytes());
        }
    }

    static final List<Arguments> HOSTS = List.of(
            line(200, "Host: x\r\n"),
            line(200, "Host: x:80\r\n"),
            line(200, "Host:\r\n"),
            line(200, "host: 127.0.0.1\r\n"),
            line(200, "Host: [::1]:8080\r\n"),
            line(400, ""),
            line(400, "Host: x\r\nHost: x\r\n"),
            line(400, "Host: x\r\nhost: y\r\n"),
            line(400, "Host: x, y\r\n"),
            line(400, "Host: x y\r\n"),
            line(400, "Host: x/y\r\n"),
            line(400, "Host: user@x\r\n"),
            line(400, "Host: x:port\r\n"),
            line(400, "Host: x:-1\r\n"),
            line(400, "Host: x:65536\r\n"),
            line(400, "Host: [::1\r\n"),
            line(400, "Host: x\u00e9\r\n"),
            line(400, "Host: <script>\r\n"),
            line(400, "Host: x\u0000\r\n"),
            line(200, "Host: " + "x".repeat(4000) + "\r\n"));

    @ParameterizedTest
    @FieldSource("HOSTS")
    void hostIsOneNameAndNothingElse(String host, int status) throws Exception {
        server.send("GET " + KERNEL + " HTTP/1.1\r\n" + host + CLOSE, status);
    }

    @Test
    void http10NeedsNoHost() throws Exception {
        server.send("GET " + KERNEL + " HTTP/1.0\r\n\r\n", 200);
        server.send("GET " + KERNEL + "%00 HTTP/1.0\r\n\r\n", 400);
    }

    @Test
    void http09IsRefused() throws Exception {
        server.send("GET " + KERNEL + "\r\n", 505);
        server.send("GET " + KERNEL + "\n", 505);
        server.send("GET /\r\n\r\n", 505);
    }

    @Test
    void theSameFileIsServedWhateverHostIsNamed() throws Exception {
        HostileServer.Answer answer = server.send(
                "GET " + KERNEL + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n" + CLOSE, 200);
        assertFalse(answer.raw().contains("evil"), answer.raw());
    }

    @Test
    void http2IsNeitherSpokenNorChangedTo() throws Exception {
        server.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 505);
        HostileServer.Answer answer = server.send(
                "GET " + KERNEL + " HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                        + "Connection: Upgrade, HTTP2-Settings, close\r\n\r\n",
                200);
        assertArrayEquals(server.kernel(), answer.bytes());
    }

    @Test
    void noOtherProtocolIsChangedToEither() throws Exception {
        server.send(
                "GET " + KERNEL + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade, close\r\n\r\n",
                200);
        // The first bytes of TLS, SSH and SMTP.
        server.send("\26\3\1\0\245\1\0\0\241\3\3\r\n\r\n", 400);
        server.send("SSH-2.0-OpenSSH_9.2\r\n\r\n", 400);
        server.send("EHLO x\r\n\r\n", 505);
    }
}
