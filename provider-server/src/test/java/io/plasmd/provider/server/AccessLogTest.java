package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessLogTest {
    @TempDir
    private Path scratch;

    private RunningProvider start(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "provider.log.access.target", scratch.resolve("log/access.log").toString()));
        settings.putAll(more);
        return RunningProvider.start(settings);
    }

    private List<String> lines() throws IOException {
        try (Stream<Path> files = Files.list(scratch.resolve("log"))) {
            List<Path> logs = files.toList();
            assertEquals(1, logs.size(), logs::toString);
            String name = logs.getFirst().getFileName().toString();
            assertTrue(name.matches("access\\.\\d{4}_\\d\\d_\\d\\d\\.log"), name);
            return Files.readAllLines(logs.getFirst());
        }
    }

    @Test
    void everyRequestIsOneLine() throws Exception {
        try (var provider = start(Map.of())) {
            provider.get("/nothing?a=b", "Range", "bytes=0-9", "User-Agent", "iPXE/1.0")
                    .close();
            provider.head("/metrics", "User-Agent", "curl").close();
        }
        List<String> lines = lines();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(
                lines.get(0)
                        .matches(
                                "\\S+Z 127\\.0\\.0\\.1 GET /nothing\\?a=b 404 bytes=0-9 (\\d+)/\\1 \\d+ms \"iPXE/1.0\""),
                lines.get(0));
        assertTrue(lines.get(1).matches("\\S+Z 127\\.0\\.0\\.1 HEAD /metrics 200 - 0/0 \\d+ms \"curl\""), lines.get(1));
    }

    @Test
    void aPathIsWrittenAsItWasAskedFor() throws Exception {
        try (var provider = start(Map.of())) {
            RawHttp.exchange(
                    provider.port(),
                    "GET /stable//x//grubx64.efi?a=//b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            RawHttp.exchange(provider.port(), "GET //health/live HTTP/1.0\r\n\r\n");
        }
        String lines = String.join("\n", lines());
        assertTrue(lines.contains(" GET /stable//x//grubx64.efi?a=//b 404 "), lines);
        assertTrue(lines.contains(" GET //health/live 404 "), lines);
    }

    @Test
    void anEndpointThatFailsInTheMiddleOfItsAnswerIsNoClientThatGoes() throws Exception {
        Path plugins = Files.createDirectory(scratch.resolve("plugins"));
        PluginSource.named("sample").start("""
                        context.mount("/broken", on((request, response) -> {
                            response.setContentLength(8);
                            response.getOutputStream().write("half".getBytes());
                            response.flushBuffer();
                            throw new java.io.IOException("the disk is gone");
                        }));""").jar().writeTo(plugins.resolve("sample.jar"));
        try (var provider = start(Map.of("provider.plugins", plugins.toString()));
                var raw = new RawHttp(provider.port())) {
            raw.send("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n");
            raw.readHead();
            assertEquals("half", new String(raw.readToEnd(), StandardCharsets.US_ASCII));
        }
        String line = lines().getFirst();
        assertTrue(
                line.matches(".* GET /broken 200 - 4/8 .* cut short: the endpoint failed: .*the disk is gone.*"), line);
    }

    @Test
    void noClientCanForgeALine() throws Exception {
        try (var provider = start(Map.of())) {
            RawHttp.exchange(
                    provider.port(),
                    "GET /nothing?\u00e9\" HTTP/1.1\r\nHost: x\r\nUser-Agent: a\"b \u00e9\\\r\nConnection: close\r\n\r\n");
            RawHttp.exchange(provider.port(), "nonsense\r\n\r\n");
        }
        List<String> lines = lines();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.contains("\"b")), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7f)), lines::toString);
        // Of two connections either may be the first to be over.
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains(" (malformed request) 400 "))
                        .count(),
                lines::toString);
    }

    @Test
    void theAddressOfTheClientIsTakenFromATrustedProxyOnly() throws Exception {
        String[] forwarded = {"X-Forwarded-For", "192.0.2.7"};
        try (var provider = start(Map.of("provider.http.trusted-proxies", "127.0.0.0/8, ::1"))) {
            provider.get("/nothing", forwarded).close();
            provider.get("/nothing", "Forwarded", "for=192.0.2.8").close();
        }
        assertTrue(lines().get(0).contains(" 192.0.2.7 GET "), lines()::toString);
        assertTrue(lines().get(1).contains(" 192.0.2.8 GET "), lines()::toString);
    }

    @Test
    void aProxyThatIsNotTrustedIsTheClient() throws Exception {
        try (var provider = start(Map.of("provider.http.trusted-proxies", "10.0.0.0/8"))) {
            provider.get("/nothing", "X-Forwarded-For", "192.0.2.7").close();
        }
        assertTrue(lines().get(0).contains(" 127.0.0.1 GET "), lines()::toString);
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStart() throws Exception {
        Files.createFile(scratch.resolve("file"));
        var e = assertThrows(
                StartException.class,
                () -> RunningProvider.start(Map.of(
                        "provider.log.access.target",
                        scratch.resolve("file/access.log").toString())));
        assertTrue(String.valueOf(e.getMessage()).contains("provider.log.access.target = " + scratch), e::toString);
    }
}
