package io.plasmd.provider.netboot.boots;

import static io.plasmd.provider.netboot.boots.BootsFixture.KERNEL;
import static io.plasmd.provider.netboot.boots.BootsFixture.MAC;
import static io.plasmd.provider.netboot.boots.BootsFixture.ROOTFS;
import static io.plasmd.provider.netboot.boots.BootsFixture.SETTINGS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.Download;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a disk that is not as it should be. */
@Timeout(60)
final class BootsDiskTest {
    @TempDir
    private Path directory;

    private Path journal() {
        return directory.resolve(Journal.NAME);
    }

    @Test
    void allIsThereAfterARestart() throws Exception {
        try (var fixture = new BootsFixture(directory)) {
            Ticket ticket = fixture.begin();
            fixture.loaded(KERNEL, ticket);
            Boot before = fixture.last();
            fixture.restart();
            assertEquals(before, fixture.last());
            fixture.loaded(ROOTFS, ticket);
            fixture.restart();
            assertEquals(State.ROOTFS, fixture.last().state());
            assertEquals(Answer.DONE, fixture.up(ticket));
            fixture.restart();
            assertEquals(Answer.DONE, fixture.up(ticket));
            assertEquals(State.UP, fixture.last().state());
        }
    }

    @Test
    void theJournalHoldsNoToken() throws Exception {
        try (var fixture = new BootsFixture(directory)) {
            Ticket ticket = fixture.begin();
            fixture.boots().settle();
            String text = Files.readString(journal());
            assertTrue(text.contains(ticket.boot()), text);
            assertFalse(text.contains(ticket.token()), text);
        }
    }

    @Test
    void timeInWhichNothingCouldBeHeardIsNotCounted() throws Exception {
        try (var fixture = new BootsFixture(directory)) {
            Ticket ticket = fixture.begin();
            fixture.boots().close();
            fixture.clock.goOn(Duration.ofHours(5));
            fixture.restart();
            assertEquals(State.SCRIPT, fixture.last().state());
            fixture.loaded(KERNEL, ticket);
            assertEquals(State.KERNEL, fixture.last().state());
        }
    }

    @Test
    void aLineThatWasNotWrittenToItsEndIsDroppedWithOneMessage() throws Exception {
        try (var fixture = new BootsFixture(directory);
                var log = new StderrCapture()) {
            Ticket ticket = fixture.begin();
            fixture.boots().close();
            Files.writeString(journal(), "{\"machine\":\"52:54:00:00:0", StandardOpenOption.APPEND);
            fixture.restart();
            assertEquals(State.SCRIPT, fixture.last().state());
            assertEquals(1, log.count("the last line was not written to its end: dropped"), log.text());
            fixture.loaded(KERNEL, ticket);
            fixture.restart();
            assertEquals(State.KERNEL, fixture.last().state());
            assertEquals(1, log.count("dropped"), log.text());
        }
    }

    @Test
    void linesThatCannotBeReadAreLeftOutWithOneMessage() throws Exception {
        try (var fixture = new BootsFixture(directory);
                var log = new StderrCapture()) {
            fixture.begin();
            fixture.boots().close();
            List<String> damaged =
                    List.of("", "\0\0\0\0", "[1]", "{\"machine\":\"x\"}", "{\"past\":{\"up\":\"many\"}}");
            Files.writeString(journal(), String.join("\n", damaged) + "\n" + Files.readString(journal()), UTF_8);
            fixture.restart();
            assertEquals(State.SCRIPT, fixture.last().state());
            assertEquals(1, fixture.boots().count(Filter.ALL));
            assertEquals(1, log.count("5 lines cannot be read, from line 1 on: left out"), log.text());
        }
    }

    @Test
    void aFullDiskStopsNothingAndIsSaidOnce() throws Exception {
        var disk = new PoorDisk();
        try (var fixture = new BootsFixture(directory, SETTINGS, disk);
                var log = new StderrCapture()) {
            Ticket ticket = fixture.begin();
            fixture.boots().settle();
            disk.room.set(100);
            fixture.loaded(KERNEL, ticket);
            fixture.clock.goOn(Duration.ofSeconds(6));
            fixture.loaded(ROOTFS, ticket);
            assertEquals(Answer.DONE, fixture.up(ticket));
            assertEquals(State.UP, fixture.last().state());
            assertEquals(1, log.count("cannot be written"), log.text());
            assertTrue(Files.readString(journal()).endsWith("}\n"), "a part of a line");
            disk.room.set(Long.MAX_VALUE);
            fixture.clock.goOn(Duration.ofSeconds(6));
            fixture.boots().settle();
            assertEquals(1, log.count("is written again"), log.text());
            fixture.restart();
            assertEquals(State.UP, fixture.last().state());
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeStopsNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (var log = new StderrCapture();
                var fixture = new BootsFixture(file.resolve("below"))) {
            assertEquals(Answer.DONE, fixture.up(fixture.begin()));
            fixture.boots().settle();
            assertEquals(State.UP, fixture.last().state());
            assertEquals(1, log.count("Not a directory"), log.text());
        }
    }

    @Test
    void whatCannotBeReadIsNotWrittenOver() throws Exception {
        Files.createDirectory(journal());
        try (var log = new StderrCapture();
                var fixture = new BootsFixture(directory)) {
            assertEquals(Answer.DONE, fixture.up(fixture.begin()));
            fixture.boots().settle();
            assertEquals(1, log.count("cannot be read"), log.text());
            assertTrue(Files.isDirectory(journal()));
        }
    }

    @Test
    void aDiskThatHangsKeepsNeitherScriptsNorDownloadsWaiting() throws Exception {
        var disk = new PoorDisk();
        disk.writes = new CountDownLatch(1);
        try (var fixture = new BootsFixture(directory, SETTINGS, disk);
                var log = new StderrCapture()) {
            Ticket ticket = fixture.begin();
            var download = new Download(KERNEL, "boot=" + ticket.boot(), "10.0.0.1", 200, 1, 1, "");
            for (int i = 0; i < 100_000; i++) {
                fixture.boots().downloaded(download);
            }
            assertEquals(Answer.DONE, fixture.up(ticket));
            assertEquals(State.UP, fixture.boots().last(MAC).orElseThrow().state());
            disk.writes.countDown();
            fixture.boots().settle();
            assertEquals(1, log.count("downloads came faster"), log.text());
            fixture.restart();
            assertEquals(State.UP, fixture.last().state());
        }
    }
}
