package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What log rotation and closed terminals send ends nothing. */
final class SignalsTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR1"})
    void theAccessLogIsOpenedAgain(String signal) throws Exception {
        Path log = scratch.resolve("log");
        try (var server =
                ProviderProcess.serve(scratch, "--set", "provider.log.access.target=" + log.resolve("access.log"))) {
            RawHttp.exchange(server.port(), "GET /one HTTP/1.0\r\n\r\n");
            Path file = Await.value("the log", () -> {
                try (Stream<Path> files = Files.list(log)) {
                    return files.filter(path -> path.toFile().length() > 0)
                            .findFirst()
                            .orElse(null);
                }
            });
            Files.move(file, scratch.resolve("moved"));
            server.signal(signal);
            Await.until("a new file", () -> {
                RawHttp.exchange(server.port(), "GET /two HTTP/1.0\r\n\r\n");
                return Files.exists(file) && Files.readString(file).contains("/two");
            });
            assertTrue(server.isAlive());
            server.terminate();
            assertEquals(0, server.status(), server.err());
            assertTrue(server.err().contains("SIG" + signal + ": the access log is opened again"), server.err());
        }
    }

    @Test
    void aPipeThatNobodyReadsHoldsNeitherRequestsNorTheStop() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // The log itself is the pipe's, so that the line Ready is read by nobody either.
        Process server = ProviderProcess.startWithPipe(List.of(
                "serve",
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--data",
                scratch.resolve("data").toString(),
                "--set",
                "provider.log.access.target=stderr"));
        try {
            Await.until("it answers", () -> {
                try {
                    return RawHttp.exchange(port, "GET /health HTTP/1.0\r\n\r\n")
                                    .status()
                            > 0;
                } catch (IOException e) {
                    return false;
                }
            });
            // Of each, a line of the access log has 700 bytes; the pipe takes 64 KiB, and then nothing more.
            String request = "GET /" + "x".repeat(200) + " HTTP/1.0\r\nUser-Agent: " + "y".repeat(250)
                    + "\r\nRange: bytes=" + "1,".repeat(125) + "\r\n\r\n";
            for (int i = 0; i < 200; i++) {
                assertEquals(404, RawHttp.exchange(port, request).status());
            }
            server.toHandle().destroy();
            assertTrue(server.waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, server.exitValue());
        } finally {
            server.destroyForcibly().waitFor();
        }
    }
}
