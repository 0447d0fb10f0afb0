package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import okhttp3.Response;
import org.eclipse.jetty.http.DateGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and clocks that say another time than it is. */
final class ClockTest {
    private static final byte[] OLD = ArtifactServer.bytes(1000);
    private static final byte[] NEW = ArtifactServer.bytes(2000);

    private static Instant date(Response response, String field) {
        return HttpDate.parse(Objects.requireNonNull(response.header(field), field))
                .orElseThrow();
    }

    @Test
    void theDateOfTheNewerFileProvesNothingOfTheOlderOneAfterARollback() throws Exception {
        try (var server = new ArtifactServer()) {
            Instant then = Instant.now().minus(Duration.ofDays(3));
            ArtifactServer.put(server.directory().resolve("vmlinuz"), NEW, then.plusSeconds(3600));
            String ofNew;
            try (Response response = server.get("/kernel")) {
                ofNew = response.header("Last-Modified");
            }
            ArtifactServer.put(server.directory().resolve("vmlinuz"), OLD, then);
            assertArrayEquals(OLD, server.body("/kernel", "If-Modified-Since", ofNew));
            assertArrayEquals(OLD, server.body("/kernel", "If-Unmodified-Since", ofNew, "Range", "bytes=500-"));
            assertArrayEquals(OLD, server.body("/kernel", "If-Range", ofNew, "Range", "bytes=500-"));
            String ofOld = DateGenerator.formatDate(then);
            assertEquals(304, server.status("/kernel", "If-Modified-Since", ofOld));
            assertEquals(206, server.status("/kernel", "If-Unmodified-Since", ofOld, "Range", "bytes=500-"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3600, 40L * 365 * 24 * 3600})
    void aFileFromTheFutureIsDatedNoLaterThanNow(long secondsAhead) throws Exception {
        try (var server = new ArtifactServer()) {
            ArtifactServer.put(
                    server.directory().resolve("vmlinuz"), OLD, Instant.now().plusSeconds(secondsAhead));
            server.awaitManifest();
            for (String path : new String[] {"/kernel", "/manifest.json"}) {
                try (Response response = server.get(path)) {
                    assertFalse(date(response, "Last-Modified").isAfter(date(response, "Date")), path);
                }
            }
            assertEquals(
                    200,
                    server.status(
                            "/kernel",
                            "If-Modified-Since",
                            DateGenerator.formatDate(Instant.now().plusSeconds(secondsAhead))));
        }
    }

    @Test
    void aServerWhoseClockBeginsIn1970ServesAndSigns() throws Exception {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH.plusSeconds(100));
        try (var server = new ArtifactServer(Map.of(), clock)) {
            server.put("vmlinuz", OLD);
            assertEquals(
                    "1970-01-01T00:01:40Z",
                    server.awaitManifest().get("created_at").asString());
            assertArrayEquals(OLD, server.body("/kernel"));
        }
    }

    @Test
    void aClockThatIsSetBackDatesNoManifestInTheFuture() throws Exception {
        InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        try (var server = new ArtifactServer(Map.of(), ahead)) {
            server.put("vmlinuz", OLD);
            Instant created =
                    Instant.parse(server.awaitManifest().get("created_at").asString());
            assertTrue(created.isAfter(Instant.now()));
            try (Response response = server.get("/manifest.json")) {
                assertEquals(200, response.code());
                assertEquals(null, response.header("Last-Modified"));
            }
        }
    }
}
