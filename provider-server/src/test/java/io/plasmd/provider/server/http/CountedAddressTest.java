package io.plasmd.provider.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.util.InetAddressSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what clients are told apart. */
final class CountedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "64, 2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "64, 2001:db8:1:2::9, 2001:db8:1:2:0:0:0:0/64",
        "60, 2001:db8:1:2f::9, 2001:db8:1:20:0:0:0:0/60",
        "48, 2001:db8:1:2::9, 2001:db8:1:0:0:0:0:0/48",
        "128, 2001:db8:1:2::9, 2001:db8:1:2:0:0:0:9",
        "64, ::1, 0:0:0:0:0:0:0:0/64",
        "64, fe80::1, fe80:0:0:0:0:0:0:1",
        "64, 10.1.2.3, 10.1.2.3",
        "64, ::ffff:10.1.2.3, 10.1.2.3"
    })
    void ofIpv6ItIsTheNetwork(int prefix, String address, String counted) {
        assertEquals(counted, new CountedAddress(prefix).text(InetAddress.ofLiteral(address)));
    }

    @Test
    void connectionsOfOneNetworkAreThoseOfOneClient() {
        var connections = new Connections(
                new ConnectionLimits("", 100, 2, Duration.ofSeconds(20), new CountedAddress(64), new InetAddressSet()));
        assertFalse(isTurnedAway(connections, "2001:db8::1"));
        assertFalse(isTurnedAway(connections, "2001:db8::2"));
        assertTrue(isTurnedAway(connections, "2001:db8::3"));
        assertFalse(isTurnedAway(connections, "2001:db8:0:1::3"));
        assertFalse(isTurnedAway(connections, "10.0.0.1"));
        assertFalse(isTurnedAway(connections, "::ffff:10.0.0.1"));
        assertTrue(isTurnedAway(connections, "::ffff:10.0.0.1"));
    }

    private static boolean isTurnedAway(Connections connections, String address) {
        return connections.admit(InetAddress.ofLiteral(address)).orElseThrow().isTurnedAway();
    }
}
