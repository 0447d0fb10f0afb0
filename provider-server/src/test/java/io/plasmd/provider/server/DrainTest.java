package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the wish to stop to the end of the last answer. */
final class DrainTest {
    private static final String GATE = "drain-test.gate";
    private static final String GET_SLOW = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String GET_PHASE = "GET /phase HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    private Path plugins;

    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void writePlugin() {
        System.getProperties().put(GATE, gate);
        PluginSource.named("sample").start("""
                        context.mount("/phase", on((request, response) ->
                            response.getWriter().print(context.provider().phase())));
                        context.mount("/slow", on((request, response) -> {
                            response.setContentLength(8);
                            response.getOutputStream().write("half".getBytes());
                            response.flushBuffer();
                            ((java.util.concurrent.CountDownLatch) System.getProperties().get("%s")).await();
                            response.getOutputStream().write("half".getBytes());
                        }));""".formatted(GATE)).jar().writeTo(plugins.resolve("sample.jar"));
    }

    @AfterEach
    void openGate() {
        gate.countDown();
        System.getProperties().remove(GATE);
    }

    @Test
    void portStaysOpenDuringTheDelayAndThePhaseIsDraining() throws Exception {
        RunningProvider provider = start("1s", "0s");
        int port = provider.port();
        assertEquals("READY", RawHttp.exchange(port, GET_PHASE).body());
        Thread closing = Thread.startVirtualThread(provider::close);
        Await.until(
                "the phase is DRAINING",
                () -> RawHttp.exchange(port, GET_PHASE).body().equals("DRAINING"));
        assertEquals(
                "close", RawHttp.exchange(port, GET_PHASE).header("Connection").orElse(""));
        assertTrue(closing.join(Duration.ofSeconds(20)));
        assertThrows(ConnectException.class, () -> RawHttp.exchange(port, GET_PHASE));
    }

    @Test
    void answerUnderWayIsFinishedWithinTheGraceWhileThePortRefuses() throws Exception {
        RunningProvider provider = start("0s", "30s");
        int port = provider.port();
        try (var slow = new RawHttp(port);
                var kept = new RawHttp(port)) {
            kept.send(GET_PHASE);
            assertEquals("READY", kept.read().body());
            slow.send(GET_SLOW);
            assertEquals("HTTP/1.1 200 OK", slow.readHead().getFirst());
            Thread closing = Thread.startVirtualThread(provider::close);
            Await.until("the port refuses", () -> RawHttp.isRefused(port));
            kept.send(GET_PHASE);
            RawHttp.Answer answer = kept.read();
            assertEquals("DRAINING", answer.body());
            assertEquals("close", answer.header("Connection").orElse(""));
            gate.countDown();
            assertEquals("halfhalf", new String(slow.readToEnd(), StandardCharsets.US_ASCII));
            assertTrue(closing.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void answerUnderWayIsCutOffAfterTheGrace() throws Exception {
        RunningProvider provider = start("0s", "200ms");
        try (var slow = new RawHttp(provider.port())) {
            slow.send(GET_SLOW);
            slow.readHead();
            Thread closing = Thread.startVirtualThread(provider::close);
            assertEquals("half", new String(slow.readToEnd(), StandardCharsets.US_ASCII));
            assertTrue(closing.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void theAccessLogSaysThatItWasTheServerThatCutItOff() throws Exception {
        Path log = plugins.resolve("log");
        RunningProvider provider = start(
                "0s",
                "200ms",
                Map.of("provider.log.access.target", log.resolve("access.log").toString()));
        try (var slow = new RawHttp(provider.port())) {
            slow.send(GET_SLOW);
            slow.readHead();
            provider.close();
        }
        try (Stream<Path> files = Files.list(log)) {
            String lines = Files.readString(files.findFirst().orElseThrow());
            assertTrue(
                    lines.matches(
                            "(?s).* GET /slow 200 - 4/8 .* cut short: the server stopped \\(.*grace was over\\)\n"),
                    lines);
        }
    }

    @Test
    void silentConnectionsDoNotHoldTheStop() throws Exception {
        RunningProvider provider = start("0s", "30s");
        try (var silent = new RawHttp(provider.port());
                var halfway = new RawHttp(provider.port())) {
            // An answer shows that the server has accepted the connection.
            silent.send(GET_PHASE);
            silent.read();
            halfway.send("GET /phase HTT");
            Thread closing = Thread.startVirtualThread(provider::close);
            assertTrue(closing.join(Duration.ofSeconds(10)));
            assertEquals(0, silent.readToEnd().length);
        }
    }

    @Test
    void aRequestThatHasBegunIsAnsweredThoughItTakesLong() throws Exception {
        RunningProvider provider = start("0s", "30s");
        int port = provider.port();
        try (var halfway = new RawHttp(port);
                var next = new RawHttp(port)) {
            halfway.send("GET /phase HTT");
            long begun = System.nanoTime();
            // An answer shows that the server has accepted both.
            next.send(GET_PHASE);
            next.read();
            Thread closing = Thread.startVirtualThread(provider::close);
            Await.until("the port refuses", () -> RawHttp.isRefused(port));
            Await.until("more than a moment has gone", () -> System.nanoTime() - begun > 1_500_000_000L);
            halfway.send("P/1.1\r\nHost: x\r\n\r\n");
            assertEquals("DRAINING", halfway.read().body());
            assertTrue(closing.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void aConnectionThatHasJustBeenAnsweredIsAnsweredOnceMore() throws Exception {
        RunningProvider provider = start("0s", "30s");
        int port = provider.port();
        try (var firmware = new RawHttp(port);
                var fresh = new RawHttp(port)) {
            firmware.send("HEAD /phase HTTP/1.1\r\nHost: x\r\n\r\n");
            firmware.readHead();
            Thread closing = Thread.startVirtualThread(provider::close);
            Await.until("the port refuses", () -> RawHttp.isRefused(port));
            // Longer than the rest of a stop takes, and still soon for firmware.
            assertFalse(closing.join(Duration.ofMillis(300)));
            firmware.send(GET_PHASE);
            RawHttp.Answer answer = firmware.read();
            assertEquals("DRAINING", answer.body());
            assertEquals("close", answer.header("Connection").orElse(""));
            assertTrue(closing.join(Duration.ofSeconds(10)));
            assertEquals(0, fresh.readToEnd().length);
        }
    }

    @Test
    void withoutAGraceNothingIsWaitedFor() throws Exception {
        RunningProvider provider = start("0s", "0s");
        try (var kept = new RawHttp(provider.port())) {
            kept.send(GET_PHASE);
            kept.read();
            long begin = System.nanoTime();
            provider.close();
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(1).toNanos());
        }
    }

    private RunningProvider start(String delay, String grace) throws Exception {
        return start(delay, grace, Map.of());
    }

    private RunningProvider start(String delay, String grace, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "provider.plugins", plugins.toString(),
                "provider.shutdown.delay", delay,
                "provider.shutdown.grace", grace));
        settings.putAll(more);
        return RunningProvider.start(settings);
    }
}
