package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of the access log are found where they are looked for, whoever moves its files. */
final class AccessLogRotationTest {
    @TempDir
    private Path scratch;

    private AccessLogFile file(Instant[] now, int retainDays) throws IOException {
        var file = new AccessLogFile(scratch.resolve("log/access.log"), retainDays, () -> now[0]);
        file.open();
        return file;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(scratch.resolve("log"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path day(String date) {
        return scratch.resolve("log/access." + date + ".log");
    }

    @Test
    void aNewFileBeginsEveryDayAndOldOnesGo() throws IOException {
        Instant[] now = {Instant.parse("2026-02-27T23:59:59Z")};
        AccessLogFile file = file(now, 2);
        Files.writeString(scratch.resolve("log/access.log"), "not dated");
        Files.writeString(scratch.resolve("log/access.2026_02_20.log.gz"), "somebody else's");
        Files.writeString(day("2026_02_20"), "old");
        file.write("a");
        now[0] = Instant.parse("2026-02-28T00:00:00Z");
        file.write("b");
        now[0] = Instant.parse("2026-03-02T00:00:00Z");
        file.write("c");
        file.close();
        assertEquals("b\n", Files.readString(day("2026_02_28")));
        assertEquals("c\n", Files.readString(day("2026_03_02")));
        assertEquals(
                List.of("access.2026_02_20.log.gz", "access.2026_02_28.log", "access.2026_03_02.log", "access.log"),
                names());
    }

    @Test
    void aFileThatWasMovedIsLeftAndANewOneBegins() throws IOException {
        Instant[] now = {Instant.parse("2026-02-28T12:00:00Z")};
        AccessLogFile file = file(now, 2);
        file.write("a");
        file.flush();
        Files.move(day("2026_02_28"), scratch.resolve("log/moved"));
        file.look(false);
        file.write("b");
        file.close();
        assertEquals("a\n", Files.readString(scratch.resolve("log/moved")));
        assertEquals("b\n", Files.readString(day("2026_02_28")));
    }

    @Test
    void aDirectoryThatWasRemovedIsMadeAgain() throws IOException {
        Instant[] now = {Instant.parse("2026-02-28T12:00:00Z")};
        AccessLogFile file = file(now, 2);
        Files.delete(day("2026_02_28"));
        Files.delete(scratch.resolve("log"));
        file.look(false);
        file.write("b");
        file.close();
        assertEquals("b\n", Files.readString(day("2026_02_28")));
    }

    @Test
    void aFileThatWasCutToNothingHasNoHole() throws IOException {
        Instant[] now = {Instant.parse("2026-02-28T12:00:00Z")};
        AccessLogFile file = file(now, 2);
        file.write("a long line");
        file.flush();
        Files.writeString(day("2026_02_28"), "");
        file.look(false);
        file.write("b");
        file.close();
        assertEquals("b\n", Files.readString(day("2026_02_28")));
    }

    @Test
    void theServerOpensItAgainWhenAsked() throws Exception {
        Path target = scratch.resolve("log/access.log");
        try (var provider = RunningProvider.start(Map.of("provider.log.access.target", target.toString()))) {
            provider.get("/one").close();
            Path file = scratch.resolve("log").resolve(names().getFirst());
            Await.until("a line", () -> Files.size(file) > 0);
            Files.move(file, scratch.resolve("moved"));
            provider.refresh();
            provider.get("/two").close();
            Await.until(
                    "a new file",
                    () -> Files.exists(file) && Files.readString(file).contains("/two"));
            assertFalse(Files.readString(scratch.resolve("moved")).contains("/two"));
            assertTrue(Files.readString(scratch.resolve("moved")).contains("/one"));
        }
    }
}
