package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Header names on the wire: U-Boot and GRUB compare them by case. */
final class HeadersTest {
    @TempDir
    private Path plugins;

    @Test
    void namesKeepTheirCanonicalCase() throws Exception {
        PluginSource.named("sample").start("""
                        context.mount("/sample", on((request, response) -> {
                            response.setHeader("content-type", "application/octet-stream");
                            response.setHeader("etag", "\\"x\\"");
                            response.setHeader("accept-ranges", "bytes");
                            response.setDateHeader("Last-Modified", 0);
                            response.setHeader("X-Content-SHA256", "00");
                            response.setHeader("Repr-Digest", "sha-256=:00:");
                            response.setContentLength(4);
                            response.getOutputStream().write("body".getBytes());
                        }));""").jar().writeTo(plugins.resolve("sample.jar"));
        try (var provider = RunningProvider.start(Map.of("provider.plugins", plugins.toString()))) {
            for (String version : new String[] {"1.0", "1.1"}) {
                var answer = RawHttp.exchange(provider.port(), "GET /sample HTTP/" + version + "\r\nHost: x\r\n\r\n");
                assertEquals("body", answer.body());
                assertEquals(
                        "application/octet-stream",
                        answer.header("Content-Type").orElse(""));
                assertEquals("\"x\"", answer.header("ETag").orElse(""));
                assertEquals("bytes", answer.header("Accept-Ranges").orElse(""));
                assertEquals(
                        "Thu, 01 Jan 1970 00:00:00 GMT",
                        answer.header("Last-Modified").orElse(""));
                assertEquals("00", answer.header("X-Content-SHA256").orElse(""));
                assertEquals("sha-256=:00:", answer.header("Repr-Digest").orElse(""));
                assertEquals("4", answer.header("Content-Length").orElse(""));
                assertTrue(answer.header("Date").isPresent());
                assertTrue(answer.header("Server").isEmpty(), answer.toString());
            }
        }
    }

    @Test
    void errorsHaveNoServerHeaderEither() throws Exception {
        try (var provider = RunningProvider.start(Map.of())) {
            for (String request : Arrays.asList("GET /unknown HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n")) {
                var answer = RawHttp.exchange(provider.port(), request);
                assertTrue(
                        answer.head().stream()
                                .noneMatch(line -> line.regionMatches(true, 0, "server:", 0, 7)
                                        || line.regionMatches(true, 0, "x-powered-by:", 0, 13)),
                        answer.toString());
                assertTrue(answer.header("Content-Length").isPresent());
            }
        }
    }
}
