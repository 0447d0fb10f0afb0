package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A command that asks a server comes to an end, whatever that server does. */
@Timeout(60)
final class StatusRequestTest {

    private static void assertFails(CannedServer server, Duration limit, String why) throws Exception {
        var request = new StatusRequest(URI.create(server.url()).toURL(), null, limit);
        var e = assertThrows(IOException.class, request::send);
        assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (CannedServer elsewhere = CannedServer.sendingJson("{}")) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                try (CannedServer server = CannedServer.sending("HTTP/1.1 " + status + " Moved\r\nLocation: "
                        + elsewhere.url() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
                    CommandRun run = CommandRun.of("status", "--url", server.url());
                    assertEquals(1, run.status());
                    assertTrue(run.err().contains("it answered " + status + " for /status; redirects"), run.err());
                    assertEquals(1, run.err().lines().count(), run.err());
                }
            }
            assertEquals(0, elsewhere.connections());
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (var server = new CannedServer(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(blanks);
            }
        })) {
            assertFails(server, Duration.ofSeconds(50), "longer than 67108864 bytes");
        }
    }

    @Test
    void aHeadOrABodyThatDripsIsNotWaitedFor() throws Exception {
        for (String begin : new String[] {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n"}) {
            try (var server = new CannedServer(out -> {
                out.write(begin.getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write('x');
                    Thread.sleep(20);
                }
            })) {
                assertFails(server, Duration.ofSeconds(1), "there was no whole answer after 1 s");
            }
        }
    }

    @Test
    void aHeadWithoutEndIsCutOff() throws Exception {
        try (var server = new CannedServer(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1_000_000; i++) {
                out.write(("X-" + i + ": y\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            var request = new StatusRequest(URI.create(server.url()).toURL(), null, Duration.ofSeconds(50));
            assertThrows(IOException.class, request::send);
        }
    }
}
