package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void theDigestIsAnnouncedInEveryForm() throws Exception {
        byte[] kernel = server.put("vmlinuz", 100_000);
        String hex = ArtifactServer.sha256(kernel);
        assertEquals('"' + hex + '"', server.awaitEtag("/kernel"));
        try (Response response = server.get("/kernel")) {
            assertEquals(hex, response.header("X-Content-SHA256"));
            String base64 = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(kernel));
            assertEquals("sha-256=:" + base64 + ":", response.header("Repr-Digest"));
            assertEquals("kernel", response.header("X-Artifact-Name"));
            assertEquals("bytes", response.header("Accept-Ranges"));
            assertEquals("100000", response.header("Content-Length"));
            assertArrayEquals(kernel, response.body().bytes());
        }
    }

    @Test
    void theTimeOfTheLastChangeIsThatOfTheFile() throws Exception {
        server.put("vmlinuz", 10);
        Files.setLastModifiedTime(
                server.directory().resolve("vmlinuz"), FileTime.from(Instant.parse("2026-01-02T03:04:05.6Z")));
        try (Response response = server.get("/kernel")) {
            assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", response.header("Last-Modified"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grubx64.efi, application/efi",
        "netinst.iso, application/vnd.efi-iso",
        "vmlinuz, application/octet-stream",
        "boot.img, application/octet-stream",
        "config.json, application/octet-stream",
        "index.html, application/octet-stream",
        "initrd.gz, application/octet-stream",
        "logo.svgz, application/octet-stream"
    })
    void theContentTypeIsByTheNameOfTheFile(String name, String type) throws Exception {
        server.put(name, 100);
        try (Response response = server.get("/stable/x86_64/" + name)) {
            assertEquals(type, response.header("Content-Type"));
            assertNull(response.header("Content-Encoding"));
        }
    }

    @Test
    void theContentTypeIsByTheFileBehindARole() throws Exception {
        try (var other = new ArtifactServer(Map.of("provider.endpoints.artifacts.roles.kernel", "grubx64.efi"))) {
            other.put("grubx64.efi", 10);
            try (Response response = other.get("/kernel")) {
                assertEquals("application/efi", response.header("Content-Type"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_768, 32_769, 5_000_000})
    void headHasTheHeadersOfGet(int size) throws Exception {
        byte[] content = server.put("vmlinuz", size);
        server.awaitEtag("/kernel");
        String get = RawHttp.exchange(server.provider().port(), request("GET", "/kernel", ""));
        String head = RawHttp.exchange(server.provider().port(), request("HEAD", "/kernel", ""));
        assertEquals(withoutDate(RawHttp.headersOf(get)), withoutDate(head));
        assertTrue(head.contains("\r\nContent-Length: " + content.length + "\r\n"), head);
    }

    @Test
    void allHeadersTogetherStayUnder2000BytesInCanonicalCase() throws Exception {
        String name = "n".repeat(120) + "ü".repeat(60);
        server.put(name, 1000);
        String path = "/stable/x86_64/" + "n".repeat(120) + "%C3%BC".repeat(60);
        Await.until(
                "the digest",
                () -> RawHttp.exchange(server.provider().port(), request("HEAD", path, ""))
                        .contains("ETag"));
        String answer = RawHttp.exchange(server.provider().port(), request("GET", path, "Range: bytes=5-9\r\n"));
        String headers = RawHttp.headersOf(answer);
        assertTrue(headers.length() < 2000, () -> headers.length() + " bytes:\n" + headers);
        assertTrue(headers.startsWith("HTTP/1.1 206 Partial Content\r\n"), headers);
        for (String field : new String[] {
            "Content-Length: 5",
            "Content-Range: bytes 5-9/1000",
            "Accept-Ranges: bytes",
            "Content-Type: application/octet-stream"
        }) {
            assertTrue(headers.contains("\r\n" + field + "\r\n"), headers);
        }
        assertFalse(headers.contains("\r\nServer:"), headers);
    }

    @Test
    void http10WithoutHostIsAnsweredWhole() throws Exception {
        server.put("vmlinuz", 200_000);
        String answer = RawHttp.exchange(server.provider().port(), "GET /kernel HTTP/1.0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n") || answer.startsWith("HTTP/1.0 200 OK\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 200000\r\n"));
        assertEquals(200_000, answer.length() - RawHttp.headersOf(answer).length());
    }

    @Test
    void anArtifactIsNeverCompressedAndNeverInChunks() throws Exception {
        server.put("initrd.gz", new byte[300_000]);
        server.put("initrd.gz.gz", new byte[10]);
        String answer = RawHttp.exchange(
                server.provider().port(), request("GET", "/initramfs", "Accept-Encoding: gzip, br, zstd, *\r\n"));
        String headers = RawHttp.headersOf(answer);
        assertFalse(headers.contains("Content-Encoding"), headers);
        assertFalse(headers.contains("Transfer-Encoding"), headers);
        assertFalse(headers.contains("Vary"), headers);
        assertEquals(300_000, answer.length() - headers.length());
    }

    @Test
    void theConnectionIsKept() throws Exception {
        server.put("vmlinuz", 100_000);
        String answer = RawHttp.exchange(
                server.provider().port(),
                "HEAD /kernel HTTP/1.1\r\nHost: x\r\n\r\nGET /kernel HTTP/1.1\r\nHost: x\r\n\r\n"
                        + request("GET", "/nothing", ""));
        assertEquals(2, answer.split("HTTP/1.1 200 OK\r\n", -1).length - 1);
        assertEquals(1, answer.split("HTTP/1.1 404 Not Found\r\n", -1).length - 1);
    }

    @Test
    void anEmptyFileIsAnEmptyAnswer() throws Exception {
        server.put("vmlinuz", 0);
        assertNotNull(server.awaitEtag("/kernel"));
        try (Response response = server.get("/kernel")) {
            assertEquals(200, response.code());
            assertEquals("0", response.header("Content-Length"));
            assertEquals(0, response.body().bytes().length);
        }
    }

    private static String request(String method, String path, String headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static String withoutDate(String headers) {
        return headers.replaceFirst("\r\nDate: [^\r]*", "");
    }
}
