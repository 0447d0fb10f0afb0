package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.RawHttp;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why a check fails is for those who run the server; that it fails is for all. */
final class HealthDetailsTest {

    private static BootServer start(String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("provider.endpoints.health.disk-space.min-free", "4000PiB"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put("provider.http." + settings[i], settings[i + 1]);
        }
        return new BootServer(all);
    }

    private static RawHttp.Answer health(int port, String host) throws IOException {
        return RawHttp.exchange(port, "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static void assertDetails(boolean expected, RawHttp.Answer answer) {
        assertEquals(503, answer.status());
        assertEquals("degraded", answer.json().path("status").asString(""));
        assertFalse(answer.json().at("/checks/disk_space_ok").asBoolean(true));
        assertTrue(answer.json().path("checks").has("artifacts_readable"), answer.body());
        assertEquals(expected, answer.json().has("details"), answer.body());
    }

    @Test
    void clientsAreNotToldWhereOperationsHaveAnAddress() throws Exception {
        try (BootServer server = start("operations.bind", "127.0.0.1", "operations.port", "0")) {
            assertDetails(false, health(server.provider().port(), "x"));
            assertDetails(true, health(server.provider().port("operations"), "x"));
        }
    }

    @Test
    void strangersAreNotToldWhereTheNamesOfTheServerAreListed() throws Exception {
        try (BootServer server = start("allowed-hosts", "boot.example")) {
            assertDetails(false, health(server.provider().port(), "evil.example"));
            assertDetails(true, health(server.provider().port(), "boot.example"));
        }
    }

    @Test
    void allAreToldWhereThereIsOneAddressForAll() throws Exception {
        try (BootServer server = start()) {
            assertDetails(true, health(server.provider().port(), "x"));
        }
    }
}
