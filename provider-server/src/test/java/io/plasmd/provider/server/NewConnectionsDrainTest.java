package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has connected when the server stops is answered, though nothing of a request, or of a handshake, has come yet. */
@Timeout(60)
final class NewConnectionsDrainTest {
    /** More than is allowed between two requests. */
    private static final Duration A_WHILE = Duration.ofMillis(1500);

    private static final String GET = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    private Path files;

    @Test
    void aClientThatTakesAWhileToAskIsAnswered() throws Exception {
        RunningProvider provider = RunningProvider.start(Map.of("provider.shutdown.grace", "30s"));
        int port = provider.port();
        try (var slow = new RawHttp(port)) {
            Thread closing = closeAfterAWhile(provider);
            Await.until("the port refuses", () -> RawHttp.isRefused(port));
            slow.send(GET);
            RawHttp.Answer answer = slow.read();
            assertEquals(404, answer.status());
            assertEquals("close", answer.header("Connection").orElse(""));
            assertTrue(closing.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void aClientThatTakesAWhileToBeginItsHandshakeIsAnswered() throws Exception {
        var authority = new TestAuthority(files);
        authority.install(authority.issue("server"));
        Map<String, String> settings = authority.settings();
        settings.put("provider.shutdown.grace", "30s");
        RunningProvider provider = RunningProvider.start(settings);
        int port = provider.port("https");
        try (var tcp = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread closing = closeAfterAWhile(provider);
            Await.until("the port refuses", () -> RawHttp.isRefused(port));
            try (var tls =
                    (SSLSocket) authority.client().sslSocketFactory().createSocket(tcp, "localhost", port, true)) {
                tls.setSoTimeout(20_000);
                tls.startHandshake();
                // As long again as a client on a slow machine may take for its part.
                assertFalse(closing.join(A_WHILE));
                tls.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                InputStream in = tls.getInputStream();
                assertEquals("HTTP/1.1 404", new String(in.readNBytes(12), StandardCharsets.US_ASCII));
            }
            assertTrue(closing.join(Duration.ofSeconds(20)));
        }
    }

    /** As on a machine where so much is to be done that it takes long before anything is read. */
    @Test
    void aRequestThatTheServerHasNotReadYetIsAnswered() throws Exception {
        var pool = new SlowPool();
        RunningProvider provider =
                RunningProvider.start(Map.of("provider.shutdown.grace", "30s"), Clock.systemUTC(), pool);
        int port = provider.port();
        try (var client = new RawHttp(port)) {
            client.send(GET);
            pool.asked.await();
            Thread closing = Thread.startVirtualThread(provider::close);
            // Longer than a client may take.
            assertFalse(closing.join(Duration.ofMillis(5500)));
            pool.go.countDown();
            assertEquals(404, client.read().status());
            assertTrue(closing.join(Duration.ofSeconds(20)));
        } finally {
            pool.go.countDown();
        }
    }

    /** {@code limits.header-timeout} is the client's, too. */
    @Test
    void whatTheServerTakesForItsPartIsNotHeldAgainstTheClient() throws Exception {
        var pool = new SlowPool();
        try (RunningProvider provider =
                        RunningProvider.start(Map.of("provider.limits.header-timeout", "1s"), Clock.systemUTC(), pool);
                var client = new RawHttp(provider.port())) {
            client.send(GET);
            pool.asked.await();
            long begun = System.nanoTime();
            Await.until("the time for a head is over", () -> System.nanoTime() - begun > 3_000_000_000L);
            pool.go.countDown();
            assertEquals(404, client.read().status());
        } finally {
            pool.go.countDown();
        }
    }

    @Test
    void aClientThatNeverAsksDoesNotHoldTheStopForTheWholeGrace() throws Exception {
        RunningProvider provider = RunningProvider.start(Map.of("provider.shutdown.grace", "30s"));
        try (var silent = new RawHttp(provider.port())) {
            Await.until(
                    "it is accepted",
                    () -> provider.metric("active_connections") instanceof Number one && one.intValue() == 1);
            Thread closing = Thread.startVirtualThread(provider::close);
            assertTrue(closing.join(Duration.ofSeconds(12)));
            assertEquals(0, silent.readToEnd().length);
        }
    }

    private static Thread closeAfterAWhile(RunningProvider provider) {
        long begun = System.nanoTime();
        Await.until("a while has gone", () -> System.nanoTime() - begun > A_WHILE.toNanos());
        return Thread.startVirtualThread(provider::close);
    }

    /** Gives no buffer to read into until it is told to. */
    private static final class SlowPool extends ByteBufferPool.Wrapper {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        SlowPool() {
            super(new ArrayByteBufferPool());
        }

        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.acquire(size, direct);
        }
    }
}
