package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kubernetes and docker put into the environment of every container is no setting. */
final class ForeignVariablesTest {

    @ParameterizedTest
    @CsvSource({
        "PROVIDER_SERVICE_HOST, 10.96.4.7",
        "PROVIDER_SERVICE_HOST, fd00::7",
        "PROVIDER_SERVICE_PORT, 8080",
        "PROVIDER_SERVICE_PORT_HTTP, 8080",
        "PROVIDER_PORT, tcp://10.96.4.7:8080",
        "PROVIDER_PORT, tcp://[fd00::7]:8080",
        "PROVIDER_PORT_8080_TCP, tcp://10.96.4.7:8080",
        "PROVIDER_PORT_8080_TCP_PROTO, tcp",
        "PROVIDER_PORT_8080_TCP_PORT, 8080",
        "PROVIDER_PORT_8080_TCP_ADDR, 10.96.4.7",
        "PROVIDER_PORT_69_UDP, udp://10.96.4.7:69",
        "PROVIDER_PORT_69_UDP_PROTO, udp",
        "PROVIDER_PORT_1_SCTP, sctp://10.96.4.7:1",
        "PROVIDER_HTTP_PORT, tcp://10.96.4.8:80",
        "PROVIDER_HTTP_SERVICE_HOST, 10.96.4.8",
        "PROVIDER_HTTP_TLS_PORT, tcp://10.96.4.8:443",
        "PROVIDER_FOO_SERVICE_PORT, 80",
        "PROVIDER_CANARY_PORT_80_TCP_ADDR, 10.96.4.9",
        "PROVIDER_NAME, /web/provider",
        "PROVIDER_ENV_PATH, /usr/bin:/bin",
    })
    void areLeftAlone(String name, String value) {
        var layers = new Layers().variable(name, value);
        assertEquals(List.of(), layers.problems());
        assertEquals("8080", layers.read().config().getString("provider.http.port"));
        assertTrue(!layers.read().config().getString("provider.name").equals(value));
    }

    @ParameterizedTest
    @CsvSource({
        "PROVIDER_HTTP_PROT, 80",
        "PROVIDER_HTTP_PORT, abc",
        "PROVIDER_HTTP_PORT, tcp",
        "PROVIDER_HTTP_PORT, http://10.96.4.8:80",
        "PROVIDER_SERVICE, x",
        "PROVIDER_SERVICE_PORT, many",
        "PROVIDER_SERVICE_HOST, no host",
        "PROVIDER_PORT, 80",
        "PROVIDER_PORT_80_TCP_COLOUR, x",
        "PROVIDER_HTTP_BIND, tcp://10.96.4.8:80",
    })
    void realMistakesStayErrors(String name, String value) {
        assertEquals(1, new Layers().variable(name, value).problems().size());
    }

    @Test
    void theyAreSaidInOneLine() {
        var layers = new Layers()
                .variable("PROVIDER_SERVICE_HOST", "10.96.4.7")
                .variable("PROVIDER_PORT", "tcp://10.96.4.7:8080")
                .variable("PROVIDER_HTTP_THREADS", "8");
        try (var log = new CapturedLog();
                var preparation = Preparation.of(layers.sources(), null)) {
            assertEquals(List.of(), preparation.problems());
            assertEquals(
                    1,
                    log.text()
                            .lines()
                            .filter(line -> line.endsWith(
                                    "left alone, since Kubernetes or docker make them and they are no settings:"
                                            + " environment variables PROVIDER_PORT, PROVIDER_SERVICE_HOST"))
                            .count(),
                    log.text());
        }
    }
}
