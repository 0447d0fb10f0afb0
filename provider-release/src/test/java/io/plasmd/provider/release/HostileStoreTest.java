package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store in which somebody has planted something: what is outside of it stays as it is, and so does what is not the store's. */
@Timeout(120)
final class HostileStoreTest {
    @TempDir
    private Path directory;

    private Shop shop;
    private Path releases;

    /** What somebody would like to have deleted or overwritten. */
    private Path victim;

    @BeforeEach
    void publishOnce() throws Exception {
        shop = new Shop(directory);
        shop.publish("1");
        releases = shop.artifacts.resolve(".releases");
        victim = Files.createDirectories(directory.resolve("victim"));
        Files.createDirectories(victim.resolve("x86_64/9/deep"));
        Files.writeString(victim.resolve("x86_64/9/deep/file"), "precious");
        Files.writeString(victim.resolve("x86_64/9/vmlinuz"), "precious");
        Files.writeString(victim.resolve("0".repeat(64)), "precious");
        Files.setLastModifiedTime(victim.resolve("0".repeat(64)), FileTime.fromMillis(0));
    }

    private void assertUntouched() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(victim)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(victim.relativize(file).toString(), Files.readString(file));
            }
        }
        assertEquals(
                Map.of("x86_64/9/deep/file", "precious", "x86_64/9/vmlinuz", "precious", "0".repeat(64), "precious"),
                contents);
    }

    private void assertTold(String note) {
        assertTrue(shop.notes.stream().anyMatch(one -> one.contains(note)), shop.notes.toString());
    }

    @Test
    void whatIsBehindLinksIsNotCleared() throws Exception {
        Files.createSymbolicLink(releases.resolve("zz"), victim);
        Files.createSymbolicLink(releases.resolve("stable/aarch64"), victim.resolve("x86_64"));
        Files.createSymbolicLink(releases.resolve(".staging/zz"), victim);
        Files.createSymbolicLink(releases.resolve(".partial"), victim);
        shop.publish("2");
        assertUntouched();
        shop.assertCurrent("2");
        assertTold("Left alone: " + releases.resolve("zz") + ": is a symbolic link");
        assertTold("Left alone: " + releases.resolve(".partial") + ": is a symbolic link");
    }

    @Test
    void whatDoesNotBearTheMarkOfTheStoreIsNamedAndLeft() throws Exception {
        Path mine = Files.createDirectories(releases.resolve("stable/x86_64/notes"));
        Files.writeString(mine.resolve("text"), "mine");
        Path staged = Files.createDirectories(releases.resolve(".staging/mine/deep"));
        Path empty = Files.createDirectories(releases.resolve(".staging/empty"));
        shop.publish("2");
        assertEquals("mine", Files.readString(mine.resolve("text")));
        assertTrue(Files.exists(staged));
        assertTold("Left alone: " + mine + ": is a directory that bears no mark of provider");
        assertTold("Left alone: " + staged.getParent() + ": has no file lock in it");
        assertFalse(Files.exists(empty));
    }

    @Test
    void whatTheStoreDoesNotMakeIsNotDeletedWithWhatItMakes() throws Exception {
        String deep = "deep/".repeat(Names.MOST_DIRECTORIES + 1);
        Path leftover = Files.createDirectories(releases.resolve(".staging/leftover/content/" + deep));
        Files.writeString(leftover.resolve("file"), "mine");
        Files.writeString(releases.resolve(".staging/leftover/lock"), "");
        Files.createSymbolicLink(releases.resolve(".staging/leftover/removed"), victim);
        shop.publish("2");
        assertUntouched();
        assertEquals("mine", Files.readString(leftover.resolve("file")));
    }

    @Test
    void aLinkInPlaceOfTheLockLeadsNowhere() throws Exception {
        Path foreign = directory.resolve("foreign");
        Trees.delete(releases.resolve(".lock"));
        Files.createSymbolicLink(releases.resolve(".lock"), foreign);
        var e = assertThrows(ReleaseException.class, () -> shop.publish("2"));
        assertTrue(e.getMessage().contains(releases.resolve(".lock") + ": is a symbolic link"), e.getMessage());
        assertFalse(Files.exists(foreign));
        shop.assertCurrent("1");
    }

    @Test
    void theLockOfAnEarlierVersionGivesWay() throws Exception {
        Trees.delete(releases.resolve(".lock"));
        Files.writeString(releases.resolve(".lock"), "");
        shop.publish("2");
        shop.assertCurrent("2");
        assertFalse(Inode.of(releases.resolve(".lock")).isOpenToOthers());
    }

    @Test
    void aLinkInPlaceOfAFileThatIsFetchedIsNotWrittenThrough() throws Exception {
        byte[] content = Samples.bytes(10_000, 1);
        Path partial = Files.createDirectories(directory.resolve("partial"));
        Path file = partial.resolve(Digest.ofContent(content).hex());
        Path foreign = Files.writeString(directory.resolve("foreign"), "precious");
        Files.createSymbolicLink(file, foreign);
        assertNotWritten(content, partial, file, "is a symbolic link");
        Files.delete(file);
        Files.createLink(file, foreign);
        assertNotWritten(content, partial, file, "has 2 names (hard links)");
        Files.delete(file);
        Files.createSymbolicLink(partial.resolve(file.getFileName() + ".progress"), foreign);
        assertNotWritten(content, partial, partial.resolve(file.getFileName() + ".progress"), "is a symbolic link");
        assertEquals("precious", Files.readString(foreign));
    }

    private static void assertNotWritten(byte[] content, Path partial, Path file, String why) throws Exception {
        try (var server = new RoughServer((request, wire) -> wire.empty(404, ""));
                var fetcher = new BlobFetcher(Samples.hasty())) {
            var e = assertThrows(
                    ReleaseException.class,
                    () -> fetcher.fetch(Samples.artifact(content, server), partial, new ToldProgress()));
            assertTrue(e.getMessage().contains(file + ": " + why), e.getMessage());
        }
    }

    /** Whatever the moment, no change goes through the link. */
    @Test
    void aDirectoryThatIsExchangedForALinkAllTheTimeLeadsNowhere() throws Exception {
        var done = new AtomicBoolean();
        var failure = new AtomicReference<Exception>();
        Thread exchanger = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    exchange(releases.resolve("stable"));
                    exchange(releases.resolve(".staging"));
                }
            } catch (IOException e) {
                failure.set(e);
            }
        });
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            try {
                shop.publish("1." + i);
            } catch (ReleaseException e) {
                refused.add(e.getMessage());
            }
        }
        done.set(true);
        exchanger.join();
        assertUntouched();
        assertEquals(3, count(victim), "something was made behind the link; refused were " + refused);
        assertEquals(Optional.empty(), Optional.ofNullable(failure.get()));
        shop.publish("2");
        shop.assertCurrent("2");
    }

    private void exchange(Path path) throws IOException {
        Path real = path.resolveSibling(path.getFileName() + ".real");
        Files.move(path, real);
        try {
            Files.createSymbolicLink(path, victim);
            Thread.onSpinWait();
            Files.delete(path);
        } catch (FileSystemException e) {
            // The store has made a directory there meanwhile.
            Trees.delete(path);
        }
        while (Files.exists(real)) {
            try {
                Files.move(real, path);
            } catch (FileSystemException e) {
                // It is quick.
                Trees.delete(path);
            }
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
