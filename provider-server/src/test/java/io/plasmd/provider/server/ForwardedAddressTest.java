package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.InetAddressSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who the client is, by what the proxy 10.0.0.1 says. Trusted are 10.0.0.0/24 and fd00::/16. */
final class ForwardedAddressTest {
    private static final String PROXY = "10.0.0.1";

    private static InetAddressSet proxies() {
        var proxies = new InetAddressSet();
        proxies.add("10.0.0.0/24");
        proxies.add("fd00::/16");
        return proxies;
    }

    private static String client(HttpFields fields) {
        InetAddress client = new ForwardedAddress(proxies()).of(InetAddress.ofLiteral(PROXY), fields);
        return client.getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
            # one address, in every form
            192.0.2.7                        | 192.0.2.7
            192.0.2.7:49152                  | 192.0.2.7
            192.0.2.7:99999                  | 192.0.2.7
            192.0.2.7:_port                  | 192.0.2.7
            "192.0.2.7"                      | 192.0.2.7
            "192.0.2.7:80"                   | 192.0.2.7
            2001:db8::7                      | 2001:db8:0:0:0:0:0:7
            [2001:db8::7]                    | 2001:db8:0:0:0:0:0:7
            [2001:db8::7]:443                | 2001:db8:0:0:0:0:0:7
            "[2001:db8::7]:443"              | 2001:db8:0:0:0:0:0:7
            fe80::1%eth0                     | fe80:0:0:0:0:0:0:1
            [fe80::1%eth0]:1                 | fe80:0:0:0:0:0:0:1
            ::ffff:192.0.2.7                 | 192.0.2.7
            [::ffff:c000:207]:1              | 192.0.2.7
            # from the right, past trusted ones
            198.51.100.1, 192.0.2.7          | 192.0.2.7
            192.0.2.7, 10.0.0.9              | 192.0.2.7
            6.6.6.6, 192.0.2.7, 10.0.0.9     | 192.0.2.7
            192.0.2.7,fd00::5,10.0.0.9       | 192.0.2.7
            192.0.2.7, ::ffff:10.0.0.9       | 192.0.2.7
            10.0.0.8, 10.0.0.9               | 10.0.0.8
            # empty elements are none
            192.0.2.7, , 10.0.0.9 ,          | 192.0.2.7
            ,,192.0.2.7,,                    | 192.0.2.7
            # what is no address ends it, whatever stands before
            unknown                          | 10.0.0.1
            _hidden                          | 10.0.0.1
            ,                                | 10.0.0.1
            6.6.6.6, unknown                 | 10.0.0.1
            6.6.6.6, unknown, 10.0.0.9       | 10.0.0.9
            _hidden, 192.0.2.7               | 192.0.2.7
            6.6.6.6 192.0.2.7                | 10.0.0.1
            localhost                        | 10.0.0.1
            1                                | 10.0.0.1
            127.1                            | 10.0.0.1
            0x7f.0.0.1                       | 10.0.0.1
            010.0.0.9                        | 10.0.0.1
            192.0.2.256                      | 10.0.0.1
            192.0.2.7.                       | 10.0.0.1
            192.0.2.7%eth0                   | 10.0.0.1
            [192.0.2.7]                      | 10.0.0.1
            [2001:db8::7                     | 10.0.0.1
            [2001:db8::7]x                   | 10.0.0.1
            2001:db8::7::1                   | 10.0.0.1
            :                                | 10.0.0.1
            "                                | 10.0.0.1
            ""                               | 10.0.0.1
            []                               | 10.0.0.1
            """)
    void isReadOutOfXForwardedFor(String value, String client) {
        assertEquals(client, client(HttpFields.build().add("X-Forwarded-For", value)), value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            for=192.0.2.7                                | 192.0.2.7
            For="192.0.2.7:80";proto=http;by=10.0.0.1    | 192.0.2.7
            proto=https; for=192.0.2.7                   | 192.0.2.7
            for="[2001:db8::7]:443"                      | 2001:db8:0:0:0:0:0:7
            for="[2001:db8::7]:_p"                       | 2001:db8:0:0:0:0:0:7
            for=6.6.6.6, for=192.0.2.7                   | 192.0.2.7
            for=6.6.6.6, for=192.0.2.7, for=10.0.0.9     | 192.0.2.7
            for=192.0.2.7, , for="[fd00::5]"             | 192.0.2.7
            for=unknown                                  | 10.0.0.1
            for="_gazonk"                                | 10.0.0.1
            for=6.6.6.6, for=unknown                     | 10.0.0.1
            for=6.6.6.6, proto=https                     | 10.0.0.1
            for=6.6.6.6;for=192.0.2.7                    | 10.0.0.1
            for                                          | 10.0.0.1
            for=                                         | 10.0.0.1
            by=192.0.2.7                                 | 10.0.0.1
            192.0.2.7                                    | 10.0.0.1
            # a quote that the client left open swallows nothing of what the proxy has appended
            for=6.6.6.6;host=", for=192.0.2.7            | 192.0.2.7
            for=", for=192.0.2.7                         | 192.0.2.7
            """)
    void isReadOutOfForwarded(String value, String client) {
        assertEquals(client, client(HttpFields.build().add("Forwarded", value)), value);
    }

    @Test
    void severalLinesAreOneList() {
        assertEquals(
                "192.0.2.7",
                client(HttpFields.build()
                        .add("X-Forwarded-For", "6.6.6.6")
                        .add("X-Forwarded-For", "5.5.5.5, 192.0.2.7")
                        .add("x-forwarded-for", "10.0.0.9")));
    }

    @Test
    void noFieldLeavesTheProxy() {
        assertEquals(PROXY, client(HttpFields.build().add("X-Real-IP", "6.6.6.6")));
    }

    @Test
    void ofTwoThatDisagreeNeitherIsBelieved() {
        HttpFields.Mutable both = HttpFields.build().add("X-Forwarded-For", "192.0.2.7");
        assertEquals(PROXY, client(HttpFields.build(both).add("Forwarded", "for=6.6.6.6")));
        assertEquals("192.0.2.7", client(HttpFields.build(both).add("Forwarded", "for=\"192.0.2.7:1\"")));
        assertEquals("192.0.2.7", client(HttpFields.build(both).add("Forwarded", "for=unknown")));
    }

    @Test
    void aListWithoutEndCostsNothing() {
        String trusted = "192.0.2.7" + ", 10.0.0.9".repeat(200_000);
        String empty = "192.0.2.7" + ", ".repeat(500_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertEquals("10.0.0.9", client(HttpFields.build().add("X-Forwarded-For", trusted)));
            assertEquals("192.0.2.7", client(HttpFields.build().add("X-Forwarded-For", empty)));
        });
    }
}
