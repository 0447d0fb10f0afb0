package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangesTest {
    private static final int SIZE = 200_000;
    private static final Pattern PART =
            Pattern.compile("--(\\S+)\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes (\\d+)-(\\d+)/"
                    + SIZE + "\r\n\r\n");

    private static ArtifactServer server;
    private static byte[] content;

    @BeforeAll
    static void start() throws Exception {
        server = new ArtifactServer(Map.of("provider.limits.max-ranges", "4"));
        content = server.put("rootfs.img", SIZE);
        server.put("vmlinuz", 0);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=100-, 100, 199999",
        "bytes=0-, 0, 199999",
        "bytes=-1, 199999, 199999",
        "bytes=-500, 199500, 199999",
        "bytes=-999999, 0, 199999",
        "bytes=199999-, 199999, 199999",
        "bytes=199000-200000, 199000, 199999",
        "bytes=1-99999999999999999999999999, 1, 199999",
        "Bytes=5-6, 5, 6",
        "'bytes= 5-6 ', 5, 6",
        "'bytes=7-8,', 7, 8",
        "'bytes=10-19,15-29', 10, 29",
        "'bytes=10-19,500000-', 10, 19"
    })
    void oneStretchIs206(String range, int first, int last) throws Exception {
        try (Response response = server.get("/rootfs", "Range", range)) {
            assertEquals(206, response.code());
            assertEquals("bytes " + first + "-" + last + "/" + SIZE, response.header("Content-Range"));
            assertEquals(Integer.toString(last - first + 1), response.header("Content-Length"));
            assertEquals("bytes", response.header("Accept-Ranges"));
            assertArrayEquals(
                    Arrays.copyOfRange(content, first, last + 1),
                    response.body().bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines=0-9",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=a-b",
                "bytes=5",
                "bytes=9-5",
                "bytes=-5-9",
                "bytes=-2147483648--2147483137",
                "bytes=0x10-0x20",
                "bytes=1-2-3",
                "bytes=1-2,x",
                "bytes=+1-2",
                "bytes:0-9",
                "bytes 0-9",
                "0-9"
            })
    void whatIsMalformedOrOfAnotherUnitGetsTheWholeFile(String range) throws Exception {
        try (Response response = server.get("/rootfs", "Range", range)) {
            assertEquals(200, response.code());
            assertArrayEquals(content, response.body().bytes());
        }
    }

    @Test
    void twoRangeFieldsGetTheWholeFile() throws Exception {
        try (Response response = server.get("/rootfs", "Range", "bytes=0-1", "Range", "bytes=5-6")) {
            assertEquals(200, response.code());
            assertArrayEquals(content, response.body().bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=200000-", "bytes=200000-200001", "bytes=-0", "bytes=9999999999999999999999-"})
    void nothingSatisfiableIs416WithTheSize(String range) throws Exception {
        try (Response response = server.get("/rootfs", "Range", range)) {
            assertEquals(416, response.code());
            assertEquals("bytes */" + SIZE, response.header("Content-Range"));
            assertEquals("application/problem+json", response.header("Content-Type"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-5", "bytes=1-2", "bytes=0-1,5-6", "bytes=-0"})
    void anEmptyFileIsNeverAnError(String range) throws Exception {
        try (Response response = server.get("/kernel", "Range", range)) {
            assertTrue(response.code() == 200 || response.code() == 416, response::toString);
            if (response.code() == 416) {
                assertEquals("bytes */0", response.header("Content-Range"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-9,20-29",
                "bytes=20-29,0-9",
                "bytes=0-0,-1",
                "bytes=0-99999,100001-",
                "bytes=5-70000,70002-140000,150000-150000,-10"
            })
    void severalRangesAreOneMultipartAnswerOfKnownLength(String range) throws Exception {
        try (Response response = server.get("/rootfs", "Range", range)) {
            assertEquals(206, response.code());
            assertEquals("multipart", response.body().contentType().type());
            byte[] body = response.body().bytes();
            assertEquals(Integer.toString(body.length), response.header("Content-Length"));
            String boundary = response.body().contentType().parameter("boundary");
            assertEquals(range.split(",").length, checkParts(new String(body, StandardCharsets.ISO_8859_1), boundary));
        }
    }

    /** Compares every part with the file, and counts them. */
    private static int checkParts(String body, String boundary) {
        Matcher part = PART.matcher(body);
        int count = 0;
        int end = 0;
        while (part.find()) {
            assertEquals(boundary, part.group(1));
            int first = Integer.parseInt(part.group(2));
            int last = Integer.parseInt(part.group(3));
            String expected = new String(Arrays.copyOfRange(content, first, last + 1), StandardCharsets.ISO_8859_1);
            end = part.end() + expected.length();
            assertEquals(expected, body.substring(part.end(), end));
            count++;
        }
        assertEquals("\r\n--" + boundary + "--\r\n", body.substring(end));
        return count;
    }

    @Test
    void moreRangesThanTheLimitGetTheWholeFile() throws Exception {
        String ranges = IntStream.range(0, 5)
                .mapToObj(i -> i * 10 + "-" + (i * 10 + 1))
                .collect(Collectors.joining(",", "bytes=", ""));
        try (Response response = server.get("/rootfs", "Range", ranges)) {
            assertEquals(200, response.code());
            assertArrayEquals(content, response.body().bytes());
        }
    }

    @Test
    void aRangeInAHeadRequestIsIgnored() throws Exception {
        try (Response response = server.provider().head("/rootfs", "Range", "bytes=5-9")) {
            assertEquals(200, response.code());
            assertEquals(Integer.toString(SIZE), response.header("Content-Length"));
        }
    }

    @Test
    void rangesReachBeyond4GiB() throws Exception {
        long size = 5L << 30;
        try (FileChannel sparse = FileChannel.open(
                server.directory().resolve("disk.img"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap("the end".getBytes(StandardCharsets.US_ASCII)), size - 7);
        }
        try (Response response = server.get("/stable/x86_64/disk.img", "Range", "bytes=-7")) {
            assertEquals("bytes " + (size - 7) + "-" + (size - 1) + "/" + size, response.header("Content-Range"));
            assertEquals("the end", response.body().string());
        }
        try (Response response = server.provider().head("/stable/x86_64/disk.img")) {
            assertEquals(Long.toString(size), response.header("Content-Length"));
        }
        Files.delete(server.directory().resolve("disk.img"));
    }
}
