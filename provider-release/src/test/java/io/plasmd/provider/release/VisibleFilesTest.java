package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class VisibleFilesTest {
    @TempDir
    Path directory;

    @Test
    void whatHasADotInFrontIsNotListed() throws Exception {
        Path seen = Files.createFile(directory.resolve("seen"));
        Files.createFile(directory.resolve(".hidden"));
        assertEquals(List.of(seen), VisibleFiles.in(directory));
    }

    @Test
    void whatIsNoDirectoryHasNothingInIt() throws Exception {
        assertEquals(List.of(), VisibleFiles.in(directory.resolve("missing")));
        assertEquals(List.of(), VisibleFiles.in(Files.createFile(directory.resolve("file"))));
    }

    @Test
    void whatHasANameThatIsNoTextIsCountedAndNamedByItsBytes() throws Exception {
        Path text = Files.createFile(directory.resolve("größe"));
        Process touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'gr\\366\\337e')\"")
                .directory(directory.toFile())
                .start();
        assertEquals(0, touch.waitFor());
        assertEquals(new VisibleFiles.Listing(List.of(text), 1), VisibleFiles.list(directory, 10));
        try (Stream<Path> all = Files.list(directory)) {
            Path other =
                    all.filter(file -> !ForeignNames.isText(file)).findFirst().orElseThrow();
            assertEquals(directory + "/gr\\xf6\\xdfe", ForeignNames.printable(other));
        }
        assertEquals(directory + "/größe", ForeignNames.printable(text));
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFifoIsNotWaitedFor() throws Exception {
        Path fifo = directory.resolve("fifo");
        Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, mkfifo.exitValue());
        assertEquals(List.of(), VisibleFiles.in(fifo));
    }
}
