package io.plasmd.provider.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DigestQueueTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final DigestQueue queue = new DigestQueue(version -> 0, DigestQueueTest::channel);

    private static FileVersion version(String name, long size, long changed) {
        return version("stable", name, size, changed);
    }

    private static FileVersion version(String channel, String name, long size, long changed) {
        return new FileVersion(Path.of("/artifacts", channel, "x86_64"), name, size, 0, changed, 1);
    }

    private static String channel(FileVersion version) {
        return version.directory().getName(1).toString();
    }

    private DigestTask next() throws Exception {
        return queue.next(0).orElseThrow();
    }

    @Test
    void smallFilesGoFirst() throws Exception {
        for (long size : List.of(5L << 30, 10L, 1L << 20)) {
            queue.add(version("f" + size, size, 1));
        }
        assertEquals(10, next().version().size());
        assertEquals(1 << 20, next().version().size());
        assertEquals(5L << 30, next().version().size());
        assertTrue(queue.next(0).isEmpty());
    }

    @Test
    void ofAPathThatWaitsOnlyTheLastVersionIsRead() throws Exception {
        queue.add(version("vmlinuz", 10, 1));
        queue.add(version("vmlinuz", 10, 2));
        assertEquals(2, next().version().changedNanos());
        assertTrue(queue.next(0).isEmpty());
    }

    @Test
    void whatIsReadIsGivenUpForTheNextVersionWhichComesAfterIt() throws Exception {
        queue.add(version("rootfs.img", 10, 1));
        DigestTask first = next();
        queue.add(version("rootfs.img", 10, 2));
        assertTrue(first.isGivenUp());
        assertTrue(queue.next(0).isEmpty());
        queue.end(first, true);
        assertEquals(2, queue.next(10_000).orElseThrow().version().changedNanos());
    }

    @Test
    void aFileThatKeepsChangingHoldsUpNoOther() throws Exception {
        for (int change = 1; change < 20; change++) {
            queue.add(version("rootfs.img", 10, change));
            queue.next(10_000).ifPresent(task -> queue.end(task, true));
        }
        queue.add(version("rootfs.img", 10, 20));
        queue.add(version("vmlinuz", 1 << 30, 1));
        assertEquals("vmlinuz", queue.next(10_000).orElseThrow().version().name());
    }

    @Test
    void whatHasToRestIsNotRead() throws Exception {
        var resting = new DigestQueue(version -> version.name().equals("new") ? MINUTE : 0, DigestQueueTest::channel);
        resting.add(version("new", 1, 1));
        assertTrue(resting.next(0).isEmpty());
        assertTrue(resting.isWaiting());
        assertTrue(resting.isIdle());
        resting.add(version("old", 1, 1));
        assertEquals("old", resting.next(10_000).orElseThrow().version().name());
    }

    @Test
    void whoeverReadsALargeFileGetsOnlySmallerOnes() throws Exception {
        queue.add(version("large", 1 << 30, 1));
        queue.add(version("small", 100, 1));
        assertEquals(Optional.empty(), queue.nextBelow(100).map(DigestTask::version));
        assertEquals("small", queue.nextBelow(101).orElseThrow().version().name());
        assertTrue(queue.nextBelow(101).isEmpty());
    }

    @Test
    void channelsTakeTurnsHoweverMuchOneOfThemHas() throws Exception {
        for (int i = 0; i < 1000; i++) {
            queue.add(version("alice", "small" + i, 10, 1));
        }
        queue.add(version("stable", "rootfs.img", 5L << 30, 1));
        queue.add(version("bob", "rootfs.img", 6L << 30, 1));
        List<String> first = List.of(channel(next().version()), channel(next().version()), channel(next().version()));
        assertEquals(List.of("alice", "stable", "bob"), first);
        assertEquals("alice", channel(next().version()));
    }

    @Test
    void theyDoSoAlsoForWhoeverReadsALargeFile() throws Exception {
        queue.add(version("alice", "small1", 10, 1));
        queue.add(version("alice", "small2", 10, 1));
        queue.add(version("stable", "vmlinuz", 1 << 20, 1));
        queue.add(version("bob", "rootfs.img", 5L << 30, 1));
        List<String> below = List.of(
                channel(queue.nextBelow(1L << 30).orElseThrow().version()),
                channel(queue.nextBelow(1L << 30).orElseThrow().version()),
                channel(queue.nextBelow(1L << 30).orElseThrow().version()));
        assertEquals(List.of("alice", "stable", "alice"), below);
        assertTrue(queue.nextBelow(1L << 30).isEmpty());
    }

    @Test
    void afterTheCloseNothingIsGivenOut() throws Exception {
        queue.add(version("a", 1, 1));
        DigestTask task = next();
        queue.add(version("b", 1, 1));
        queue.close();
        assertTrue(task.isGivenUp());
        queue.add(version("c", 1, 1));
        assertTrue(queue.next(0).isEmpty());
        assertFalse(queue.isWaiting());
    }
}
