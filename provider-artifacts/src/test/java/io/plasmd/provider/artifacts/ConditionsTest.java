package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.time.Instant;
import java.util.Arrays;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionsTest {
    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");
    private static final String THEN = "Fri, 02 Jan 2026 03:04:05 GMT";
    private static final String BEFORE = "Fri, 02 Jan 2026 03:04:04 GMT";
    private static final String AFTER = "Fri, 02 Jan 2026 03:04:06 GMT";

    private ArtifactServer server;
    private byte[] content;
    private String etag;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
        content = ArtifactServer.bytes(100_000);
        replace(content);
        etag = server.awaitEtag("/kernel");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void replace(byte[] with) throws Exception {
        ArtifactServer.put(server.directory().resolve("vmlinuz"), with, MODIFIED);
    }

    @Test
    void ifNoneMatchOfTheSameVersionIs304WithItsTag() throws Exception {
        for (String tag : new String[] {etag, "W/" + etag, "\"x\", " + etag, "*"}) {
            try (Response response = server.get("/kernel", "If-None-Match", tag)) {
                assertEquals(304, response.code(), tag);
                assertEquals(etag, response.header("ETag"));
                assertEquals(0, response.body().bytes().length);
            }
        }
        assertEquals(304, server.status("/kernel", "If-None-Match", "\"x\"", "If-None-Match", etag));
        assertEquals(200, server.status("/kernel", "If-None-Match", "\"x\""));
        try (Response head = server.provider().head("/kernel", "If-None-Match", etag)) {
            assertEquals(304, head.code());
        }
    }

    @Test
    void ifMatchComparesStrongly() throws Exception {
        assertEquals(200, server.status("/kernel", "If-Match", etag));
        assertEquals(200, server.status("/kernel", "If-Match", "*"));
        assertEquals(200, server.status("/kernel", "If-Match", "\"x\", " + etag));
        assertEquals(412, server.status("/kernel", "If-Match", "\"x\""));
        assertEquals(412, server.status("/kernel", "If-Match", "W/" + etag));
        assertEquals(206, server.status("/kernel", "If-Match", etag, "Range", "bytes=5-99999"));
        assertEquals(412, server.status("/kernel", "If-Match", "\"x\"", "Range", "bytes=5-99999"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            If-Modified-Since   | Fri, 02 Jan 2026 03:04:04 GMT | 200
            If-Modified-Since   | Fri, 02 Jan 2026 03:04:05 GMT | 304
            If-Modified-Since   | Fri, 02 Jan 2026 03:04:06 GMT | 200
            If-Modified-Since   | Friday, 02-Jan-26 03:04:05 GMT| 304
            If-Modified-Since   | Fri Jan  2 03:04:05 2026      | 304
            If-Modified-Since   | yesterday                     | 200
            If-Unmodified-Since | Fri, 02 Jan 2026 03:04:04 GMT | 412
            If-Unmodified-Since | Fri, 02 Jan 2026 03:04:05 GMT | 200
            If-Unmodified-Since | Fri, 02 Jan 2026 03:04:06 GMT | 200
            If-Unmodified-Since | soon                          | 200
            """)
    void datesAreComparedByTheSecond(String field, String date, int status) throws Exception {
        assertEquals(status, server.status("/kernel", field, date));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 02 Jan 2026 03:04:05 GMT, x",
                "Fri, 02 Jan 2026 03:04:05 GMT, Fri, 02 Jan 2026 03:04:05 GMT",
                "Fri, 02 Jan 2026 03:04:05 GMT;",
                "Fri, 02 Jan 2026 03:04:05",
                "Fri, 02 Jan 2026 03:04:05 UTC",
                "Fri, 02 Jan 2026 03:04:05 +0000",
                "Fri, 02 Jan 2026 03:04:05 gmt",
                "Foo, 02 Jan 2026 03:04:05 GMT",
                "Sat, 02 Jan 2026 03:04:05 GMT",
                "02 Jan 2026 03:04:05 GMT",
                "Fri, 2 Jan 2026 03:04:05 GMT",
                "Fri, 02 January 2026 03:04:05 GMT",
                "Fri, 02-Jan-26 03:04:05 GMT",
                "Fri, 32 Jan 2026 03:04:05 GMT",
                "Fri, 02 Jan 2026 25:04:05 GMT",
                "Fri Jan  2 03:04:05 2026 GMT",
                "2026-01-02T03:04:05Z",
                "1767323045",
                "0",
            })
    void whatIsNotQuiteADateIsIgnored(String date) throws Exception {
        assertEquals(200, server.status("/kernel", "If-Modified-Since", date));
        assertEquals(200, server.status("/kernel", "If-Unmodified-Since", date.replace("2026", "2020")));
        assertEquals(200, server.status("/kernel", "Range", "bytes=5-", "If-Range", date));
    }

    @Test
    void aDateThatIsSentTwiceIsIgnored() throws Exception {
        assertEquals(200, server.status("/kernel", "If-Modified-Since", THEN, "If-Modified-Since", THEN));
        assertEquals(200, server.status("/kernel", "If-Unmodified-Since", BEFORE, "If-Unmodified-Since", BEFORE));
        assertEquals(200, server.status("/kernel", "Range", "bytes=5-", "If-Range", THEN, "If-Range", THEN));
        assertEquals(200, server.status("/kernel", "Range", "bytes=5-", "If-Range", etag, "If-Range", etag));
    }

    /** A cache would take it for the length of what it has stored (RFC 9110, section 8.6). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kernel",
                "/stable/x86_64/vmlinuz",
                "/stable/x86_64/vmlinuz.sha256",
                "/stable/x86_64/SHA256SUMS",
                "/stable/x86_64/manifest.json",
            })
    void unmodifiedSaysNothingOfALength(String path) throws Exception {
        for (String method : new String[] {"GET", "HEAD"}) {
            server.awaitBody(path);
            String answer = RawHttp.exchange(
                    server.provider().port(),
                    method + " " + path + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 304 "), answer);
            assertFalse(answer.contains("Content-Length"), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void anErrorDoesNotCarryTheDigestOfTheArtifact() throws Exception {
        String[][] requests = {{"If-Match", "\"x\""}, {"Range", "bytes=999999-"}};
        for (String[] header : requests) {
            try (Response response = server.get("/kernel", header)) {
                assertEquals(true, response.code() == 412 || response.code() == 416);
                for (String field : new String[] {"ETag", "X-Content-SHA256", "Repr-Digest"}) {
                    assertNull(response.header(field), field);
                }
            }
        }
    }

    @Test
    void entityTagsGoBeforeDates() throws Exception {
        assertEquals(200, server.status("/kernel", "If-None-Match", "\"x\"", "If-Modified-Since", AFTER));
        assertEquals(200, server.status("/kernel", "If-Match", etag, "If-Unmodified-Since", BEFORE));
        assertEquals(412, server.status("/kernel", "If-Match", "\"x\"", "If-None-Match", etag));
    }

    @Test
    void ifRangeOfTheSameVersionGetsTheRange() throws Exception {
        for (String validator : new String[] {etag, THEN}) {
            try (Response response = server.get("/kernel", "Range", "bytes=100-", "If-Range", validator)) {
                assertEquals(206, response.code(), validator);
                assertArrayEquals(
                        Arrays.copyOfRange(content, 100, content.length),
                        response.body().bytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/\"other\"", BEFORE, AFTER, "nonsense", ""})
    void ifRangeOfAnotherVersionGetsTheWholeFile(String validator) throws Exception {
        try (Response response = server.get("/kernel", "Range", "bytes=100-", "If-Range", validator)) {
            assertEquals(200, response.code());
            assertNull(response.header("Content-Range"));
            assertArrayEquals(content, response.body().bytes());
        }
    }

    @Test
    void ifRangeWithTheWeakFormOfTheTagGetsTheWholeFile() throws Exception {
        assertEquals(200, server.status("/kernel", "Range", "bytes=100-", "If-Range", "W/" + etag));
    }

    @Test
    void aDownloadResumedAfterAReplacementNeverMixesTwoVersions() throws Exception {
        byte[] other = ArtifactServer.bytes(100_001);
        other = Arrays.copyOf(other, 100_000);
        // The same size and the same date: reproducible builds give all their files one.
        replace(other);
        assertNotEquals(ArtifactServer.sha256(content), ArtifactServer.sha256(other));
        for (String validator : new String[] {etag, THEN}) {
            try (Response response = server.get("/kernel", "Range", "bytes=100-", "If-Range", validator)) {
                assertEquals(200, response.code(), validator);
                assertArrayEquals(other, response.body().bytes());
            }
        }
        String fresh = Await.value("the digest of the new version", () -> {
            String now = server.awaitEtag("/kernel");
            return now.equals(etag) ? null : now;
        });
        assertEquals(206, server.status("/kernel", "Range", "bytes=100-", "If-Range", fresh));
        assertEquals(412, server.status("/kernel", "Range", "bytes=100-", "If-Match", etag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-None-Match", "If-Match", "If-Modified-Since", "If-Range", "If-Unmodified-Since"})
    void nonsenseInAConditionIsNoServerError(String field) throws Exception {
        for (String value : new String[] {"", ",", "\"", "W/", "\"a", "a\"b", ",,,,", "\t", "*,*", "\"\\\""}) {
            int status = server.status("/kernel", field, value, "Range", "bytes=0-9");
            assertEquals(true, status == 200 || status == 206 || status == 412 || status == 304, field + value);
        }
    }
}
