package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL that the Ready line shows is the one that answers. */
final class BoundAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.0.0.2"})
    void urlHasTheAddressAndThePortReallyBound(String bind) throws Exception {
        answers(bind, "http://" + bind + ":");
    }

    @Test
    void ipv6AddressGoesInBrackets() throws Exception {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null, "no IPv6 loopback here");
        answers("::1", "http://[::1]:");
    }

    private static void answers(String bind, String begin) throws Exception {
        try (var provider = RunningProvider.start(Map.of("provider.http.bind", bind))) {
            assertTrue(provider.url("/").matches("\\Q" + begin + "\\E[1-9]\\d+/"), provider.url("/"));
            assertEquals(404, status(provider));
        }
    }

    private static int status(RunningProvider provider) throws IOException {
        try (Response response = provider.get("/unknown")) {
            return response.code();
        }
    }
}
