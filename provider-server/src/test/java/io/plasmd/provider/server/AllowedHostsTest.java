package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is about the server is answered under its own names only, where they are listed (DNS rebinding). */
final class AllowedHostsTest {
    private static final List<String> ABOUT_THE_SERVER = List.of("/", "/status", "/metrics", "/%73tatus");

    @TempDir
    private Path plugins;

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    private void start(String hosts) throws Exception {
        PluginSource.named("sample").start("""
                        for (String path : new String[] {"", "/health", "/status", "/kernel"}) {
                            context.mount(path, on((request, response) -> response.getWriter().print(
                                request.getAttribute("io.plasmd.provider.public"))));
                        }
                        """).jar().writeTo(plugins.resolve("sample.jar"));
        provider = RunningProvider.start(
                Map.of("provider.plugins", plugins.toString(), "provider.http.allowed-hosts", hosts));
    }

    @AfterEach
    void stop() {
        if (provider != null) {
            provider.close();
        }
    }

    private RawHttp.Answer ask(String path, String host) throws IOException {
        return RawHttp.exchange(
                provider.port(), "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void everyNameIsRightByDefault() throws Exception {
        start("");
        for (String path : ABOUT_THE_SERVER) {
            assertEquals(200, ask(path, "evil.example").status(), path);
            assertEquals(
                    200,
                    RawHttp.exchange(provider.port(), "GET " + path + " HTTP/1.0\r\n\r\n")
                            .status(),
                    path);
        }
    }

    @Test
    void anotherNameIsMisdirected() throws Exception {
        start("boot.example, boot2.example.");
        for (String path : ABOUT_THE_SERVER) {
            for (String host : List.of(
                    "evil.example",
                    "evil.example:8080",
                    "boot.example.evil.example",
                    "xboot.example",
                    "127.0.0.1.evil.example",
                    "127.1",
                    "x.localhost")) {
                RawHttp.Answer answer = ask(path, host);
                assertEquals(421, answer.status(), path + " of " + host);
                assertEquals(
                        "application/problem+json",
                        answer.header("Content-Type").orElse(""));
                assertEquals(421, answer.json().path("status").asInt(0));
            }
            assertEquals(
                    421,
                    RawHttp.exchange(provider.port(), "GET " + path + " HTTP/1.0\r\n\r\n")
                            .status(),
                    path);
        }
    }

    @Test
    void itsNamesAndAnyAddressAreRight() throws Exception {
        start("boot.example, boot2.example.");
        for (String host : List.of(
                "boot.example",
                "BOOT.example:8080",
                "boot.example.",
                "boot2.example",
                "127.0.0.1",
                "127.0.0.1:" + provider.port(),
                "10.9.8.7",
                "[::1]:80",
                "localhost:8080")) {
            for (String path : ABOUT_THE_SERVER) {
                assertEquals(200, ask(path, host).status(), path + " of " + host);
            }
        }
    }

    @Test
    void artifactsAreForAllAndHealthWithoutDetails() throws Exception {
        start("boot.example");
        for (String path : List.of("/kernel", "/health")) {
            assertEquals("null", ask(path, "boot.example").body());
            assertEquals("true", ask(path, "evil.example").body(), path);
            assertEquals(
                    200,
                    RawHttp.exchange(provider.port(), "GET " + path + " HTTP/1.0\r\n\r\n")
                            .status(),
                    path);
        }
    }

    @Test
    void theTargetCountsWhereItNamesAHost() throws Exception {
        start("boot.example");
        assertEquals(421, ask("http://evil.example/status", "evil.example").status());
        assertEquals(200, ask("http://boot.example/status", "boot.example").status());
    }

    @Test
    void whatIsNoNameIsToldAtTheStart() {
        for (String wrong : List.of("boot.example:8080", "http://boot.example/", "*.example")) {
            var e = assertThrows(
                    StartException.class, () -> RunningProvider.start(Map.of("provider.http.allowed-hosts", wrong)));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("provider.http.allowed-hosts"), message);
            assertTrue(message.contains("\"" + wrong + "\" is no name such as boot.example"), message);
        }
    }
}
