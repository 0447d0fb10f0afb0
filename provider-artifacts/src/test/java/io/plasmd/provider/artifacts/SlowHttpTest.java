package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.Programs;
import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The four attacks of slowhttptest(1), from one address, while a client at another boots. */
final class SlowHttpTest {
    private static final int ATTACKERS = 300;
    private static final int PER_ADDRESS = 200;
    private static final int SECONDS = 8;

    private ArtifactServer server;
    private byte[] rootfs;

    @BeforeAll
    static void require() {
        Programs.require("slowhttptest", "slowhttptest");
    }

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer(Map.of(
                "provider.limits.connections-per-address", "" + PER_ADDRESS,
                "provider.limits.header-timeout", "2s",
                "provider.limits.stall-timeout", "1s",
                "provider.limits.min-rate", "10KiB",
                "provider.limits.min-rate-window", "2s"));
        rootfs = server.put("rootfs.img", 8 << 20);
        server.awaitEtag("/rootfs");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private long counted(String counter, String reason) {
        return server.provider().metric(counter) instanceof Map<?, ?> byReason
                        && byReason.get(reason) instanceof Number number
                ? number.longValue()
                : 0;
    }

    /** Attacks for some seconds, or until the server has closed every connection, and boots meanwhile. */
    private void attack(String... mode) throws Exception {
        List<String> command = new ArrayList<>(List.of("slowhttptest"));
        command.addAll(List.of(mode));
        command.addAll(List.of("-c", "" + ATTACKERS, "-r", "" + ATTACKERS, "-l", "" + SECONDS, "-i", "1", "-v", "0"));
        command.addAll(List.of("-u", "http://127.0.0.1:" + server.provider().port() + "/rootfs"));
        Process attacker = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            do {
                boot();
            } while (attacker.isAlive());
            assertTrue(attacker.waitFor(1, TimeUnit.SECONDS));
        } finally {
            attacker.destroyForcibly().waitFor();
        }
        assertNobodyIsLeft();
    }

    private void boot() throws IOException {
        try (var http = new RawHttp(server.provider().port(), "127.0.0.2")) {
            http.send("GET /rootfs HTTP/1.0\r\n\r\n");
            byte[] answer = http.readToEnd();
            assertArrayEquals(
                    rootfs, Arrays.copyOfRange(answer, Math.max(0, answer.length - rootfs.length), answer.length));
        }
    }

    private void assertNobodyIsLeft() {
        assertTrue(((Number) server.provider().metric("connections_accepted_total")).intValue() > PER_ADDRESS);
        server.provider().client().connectionPool().evictAll();
        for (String gauge : List.of("active_downloads", "active_requests", "active_connections")) {
            Await.until(gauge + " to be zero", () -> ((Number) server.provider().metric(gauge)).intValue() == 0);
        }
    }

    @Test
    void slowHeaders() throws Exception {
        attack("-H");
        assertTrue(counted("connections_closed_total", "header_timeout") >= PER_ADDRESS);
        assertTrue(counted("connections_refused_total", "address") > 0);
    }

    @Test
    void slowBody() throws Exception {
        // Answered 405 and closed at once: nobody waits for the body.
        attack("-B");
    }

    @Test
    void manyRanges() throws Exception {
        attack("-R", "-t", "GET", "-a", "1", "-b", "1000");
    }

    @Test
    void slowReading() throws Exception {
        attack("-X", "-w", "8", "-y", "16", "-n", "1", "-z", "8", "-k", "1");
        assertTrue(counted("downloads_aborted_total", "stalled") + counted("downloads_aborted_total", "too_slow") > 0);
    }
}
