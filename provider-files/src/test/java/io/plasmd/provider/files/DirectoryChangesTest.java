package io.plasmd.provider.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryChangesTest implements DirectoryChanges.Listener {
    @TempDir
    private Path directory;

    private final Set<Integer> changed = new HashSet<>();
    private final List<@Nullable String> names = new ArrayList<>();
    private final Set<Integer> ended = new HashSet<>();
    private DirectoryChanges changes;

    @BeforeEach
    void open() throws IOException {
        changes = DirectoryChanges.open();
    }

    @AfterEach
    void close() {
        changes.close();
    }

    @Override
    public void changed(int watch, @Nullable String name) {
        changed.add(watch);
        names.add(name);
    }

    @Override
    public void ended(int watch) {
        ended.add(watch);
    }

    @Override
    public void lost() {
        throw new AssertionError("so many changes there are not");
    }

    private interface Change {
        void make() throws IOException;
    }

    /** By the time that a change is made it is told: nobody has to wait. */
    private void assertTold(int watch, Change change) throws IOException {
        changed.clear();
        changes.tell(this);
        changed.clear();
        change.make();
        changes.tell(this);
        assertTrue(changed.contains(watch), "not told");
    }

    @Test
    void whatHappensToFilesIsToldAtOnce() throws Exception {
        int watch = changes.watch(directory);
        Path file = directory.resolve("käse €.img");
        assertTold(watch, () -> Files.createFile(file));
        assertTold(watch, () -> Files.writeString(file, "1"));
        assertTold(watch, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)));
        assertTold(watch, () -> Files.move(file, directory.resolve("b")));
        assertTold(watch, () -> Files.createSymbolicLink(file, Path.of("b")));
        assertTold(watch, () -> Files.delete(directory.resolve("b")));
        assertTrue(ended.isEmpty());
    }

    @Test
    void whatHasChangedIsToldByItsName() throws Exception {
        changes.watch(directory);
        Files.createFile(directory.resolve("vmlinuz"));
        Files.createFile(directory.resolve("käse"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        changes.tell(this);
        names.removeIf(Predicate.isEqual("vmlinuz"));
        // The first is created and closed, the second as well, and the directory itself has no name.
        assertEquals(Collections.nCopies(3, null), names);
    }

    @Test
    void nothingIsToldWhereNothingHappens() throws Exception {
        changes.watch(directory);
        changes.tell(this);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
        changes.tell(this);
        assertTrue(changed.isEmpty());
    }

    @Test
    void aDirectoryHasOneWatchByWhateverName() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
        int watch = changes.watch(real);
        assertEquals(watch, changes.watch(link));
        assertTold(watch, () -> Files.createFile(link.resolve("file")));
    }

    @Test
    void aDirectoryThatIsMovedOrGoneEndsItsWatch() throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path other = Files.createDirectory(directory.resolve("other"));
        int first = changes.watch(one);
        int second = changes.watch(other);
        Files.move(one, directory.resolve("elsewhere"));
        Files.delete(other);
        changes.tell(this);
        assertEquals(Set.of(first, second), ended);
    }

    @Test
    void aWatchThatHasEndedTellsNothing() throws Exception {
        int watch = changes.watch(directory);
        changes.end(watch);
        Files.createFile(directory.resolve("file"));
        changes.tell(this);
        assertTrue(changed.isEmpty());
    }
}
