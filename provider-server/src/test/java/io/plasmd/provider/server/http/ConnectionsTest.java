package io.plasmd.provider.server.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who counts as connected. */
final class ConnectionsTest {

    @Test
    void whoHasBeenLetInIsWaitedForThoughNothingIsMadeOfTheConnectionYet() throws Exception {
        var connections = new Connections(ConnectionLimits.ofOperations(Duration.ofSeconds(10)));
        assertFalse(connections.anyMayAsk());
        Admission admission =
                connections.admit(InetAddress.getLoopbackAddress()).orElseThrow();
        assertTrue(connections.anyMayAsk());
        connections.gone(admission);
        assertFalse(connections.anyMayAsk());
    }
}
