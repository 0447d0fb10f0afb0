package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy says who its client is, and nothing else; and nothing that it says refuses a boot. */
final class TrustedProxiesTest {
    private static final List<String> ODD = List.of(
            "X-Forwarded-For: unknown",
            "X-Forwarded-For: _hidden, 10.0.0.1",
            "X-Forwarded-For:",
            "X-Forwarded-For: ,",
            "X-Forwarded-For: boot-client_7:x",
            "X-Forwarded-For: 10.0.0.1:99999",
            "X-Forwarded-For: [fe80::1%eth0]",
            "X-Forwarded-For: a b c",
            "X-Forwarded-For: \"a\\\"b\" x",
            "Forwarded: for=unknown;proto=http",
            "Forwarded: for",
            "Forwarded:",
            "Forwarded: for=10.0.0.1;host=\"a:b:c\"",
            "Forwarded: by=_x;for=10.0.0.1, for=\"unknown:80\"",
            "X-Forwarded-Port:",
            "X-Forwarded-Port: 8080,8080",
            "X-Forwarded-Port: https",
            "X-Forwarded-Port: 99999",
            "X-Forwarded-Host: a b",
            "X-Forwarded-Host:",
            "X-Forwarded-Server: ??",
            "X-Forwarded-Proto: ??",
            "X-Proxied-Https: on",
            "Proxy-Ssl-Id: x",
            "Proxy-Auth-Cert: x");

    @TempDir
    private Path scratch;

    private RunningProvider start(String... settings) throws Exception {
        Path plugins = Files.createDirectories(scratch.resolve("plugins"));
        PluginSource.named("sample").start("""
                        context.mount("/who", on((request, response) -> response.getWriter().print(
                            request.getRemoteAddr() + " " + request.getRemoteHost() + " " + request.getScheme() + " "
                            + request.isSecure() + " " + request.getServerName() + ":" + request.getServerPort() + " "
                            + request.getAttribute("jakarta.servlet.request.ssl_session_id") + " "
                            + request.getAttribute("jakarta.servlet.request.cipher_suite"))));
                        """).jar().writeTo(plugins.resolve("sample.jar"));
        Map<String, String> all = new HashMap<>(Map.of(
                "provider.plugins", plugins.toString(),
                "provider.http.trusted-proxies", "127.0.0.1",
                "provider.log.access.target", scratch.resolve("log/access.log").toString()));
        for (int i = 0; i < settings.length; i += 2) {
            all.put("provider." + settings[i], settings[i + 1]);
        }
        return RunningProvider.start(all);
    }

    private static String who(RunningProvider provider, String fields) throws IOException {
        return ask(provider, "boot.example:81", fields).body();
    }

    private static RawHttp.Answer ask(RunningProvider provider, String host, String fields) throws IOException {
        return RawHttp.exchange(
                provider.port(), "GET /who HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + fields + "\r\n");
    }

    @Test
    void nothingThatItSaysRefusesARequest() throws Exception {
        try (var provider = start()) {
            for (String field : ODD) {
                for (String version : List.of("1.1", "1.0")) {
                    String request =
                            "GET /who HTTP/" + version + "\r\nHost: x\r\nConnection: close\r\n" + field + "\r\n\r\n";
                    assertEquals(200, RawHttp.exchange(provider.port(), request).status(), field);
                }
            }
        }
        List<String> lines = lines();
        assertEquals(2 * ODD.size(), lines.size(), lines::toString);
        assertTrue(
                lines.stream().allMatch(line -> line.matches("\\S+Z [0-9a-f.:\\[\\]]+ GET /who 200 .*")),
                lines::toString);
    }

    private List<String> lines() throws IOException {
        try (Stream<Path> files = Files.list(scratch.resolve("log"))) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }

    @Test
    void nothingButTheAddressIsBelieved() throws Exception {
        try (var provider = start()) {
            String plain = who(provider, "");
            assertEquals("127.0.0.1 127.0.0.1 http false boot.example:81 null null", plain);
            for (String field : List.of(
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: evil.example",
                    "X-Forwarded-Port: 443",
                    "X-Forwarded-Server: evil.example",
                    "X-Proxied-Https: on",
                    "Proxy-Ssl-Id: 0123456789",
                    "Proxy-Auth-Cert: TLS_AES_128_GCM_SHA256",
                    "Forwarded: host=evil.example;proto=https;by=6.6.6.6",
                    "X-Real-IP: 6.6.6.6")) {
                assertEquals(plain, who(provider, field + "\r\n"), field);
            }
        }
    }

    @Test
    void theRightMostAddressIsTheClient() throws Exception {
        try (var provider = start()) {
            String who = who(provider, "X-Forwarded-For: 6.6.6.6, 192.0.2.7\r\nX-Forwarded-For: 127.0.0.1\r\n");
            assertEquals("192.0.2.7 192.0.2.7 http false boot.example:81 null null", who);
            String other = who(provider, "Forwarded: for=\"[2001:db8::7]:1\"\r\n");
            assertTrue(other.contains("2001:db8:0:0:0:0:0:7"), other);
        }
        assertTrue(lines().getFirst().contains("Z 192.0.2.7 GET /who 200 "), lines()::toString);
        assertTrue(lines().get(1).matches("\\S+Z \\[?2001:db8:0:0:0:0:0:7]? GET /who 200 .*"), lines()::toString);
    }

    @Test
    void anotherHostIsNotOneOfTheAllowed() throws Exception {
        try (var provider = start("http.allowed-hosts", "boot.example", "http.operations.paths", "/who")) {
            for (String field : List.of("X-Forwarded-Host: boot.example\r\n", "Forwarded: host=boot.example\r\n")) {
                assertEquals(421, ask(provider, "evil.example", field).status(), field);
            }
            assertEquals(200, ask(provider, "boot.example", "").status());
        }
    }
}
