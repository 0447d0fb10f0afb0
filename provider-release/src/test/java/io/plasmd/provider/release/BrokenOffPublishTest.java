package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whenever publishing ends before its time, the old release or the new one is current, whole, and the next one works. */
class BrokenOffPublishTest {
    @TempDir
    private Path directory;

    private Shop shopWithARelease(String name) throws Exception {
        var shop = new Shop(Files.createDirectories(directory.resolve(name)));
        shop.publish("1");
        return shop;
    }

    /** The changes to the disk that publishing makes, from the first to the last. */
    private int changes() throws Exception {
        Shop shop = shopWithARelease("count");
        var disk = new BreakingDisk(BreakingDisk.Break.FULL, Integer.MAX_VALUE);
        shop.publisher(disk).publish(shop.request("2", Shop.contents("2")), ProgressDisplay::none);
        return disk.changes();
    }

    @TestFactory
    @Timeout(300)
    Stream<DynamicTest> killedAtAnyChange() throws Exception {
        int changes = changes();
        assertTrue(changes > 15, "only " + changes + " changes");
        return IntStream.range(0, changes)
                .mapToObj(works -> DynamicTest.dynamicTest("after " + works + " changes", () -> killedAfter(works)));
    }

    private void killedAfter(int works) throws Exception {
        Shop shop = shopWithARelease("killed-" + works);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledPublisher.class.getName(),
                        directory.resolve("killed-" + works).toString(),
                        "2",
                        Integer.toString(works))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
            assertEquals(137, process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
        assertOldOrNewIsCurrent(shop);
        assertTheNextOneWorks(shop);
    }

    @TestFactory
    @Timeout(120)
    Stream<DynamicTest> fullAtAnyChange() throws Exception {
        return IntStream.range(0, changes())
                .mapToObj(works -> DynamicTest.dynamicTest("after " + works + " changes", () -> fullAfter(works)));
    }

    private void fullAfter(int works) throws Exception {
        Shop shop = shopWithARelease("full-" + works);
        PublishRequest request = shop.request("2", Shop.contents("2"));
        var disk = new BreakingDisk(BreakingDisk.Break.FULL, works);
        try {
            shop.publisher(disk).publish(request, ProgressDisplay::none);
        } catch (ReleaseException e) {
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            String current = shop.releases()
                    .current(Shop.CHANNEL, Shop.ARCH)
                    .orElseThrow()
                    .version();
            assertTrue(e.getMessage().contains("release " + current + " is current, and whole"), e.getMessage());
        }
        assertOldOrNewIsCurrent(shop);
        assertTheNextOneWorks(shop);
    }

    private static void assertOldOrNewIsCurrent(Shop shop) throws IOException {
        String current =
                shop.releases().current(Shop.CHANNEL, Shop.ARCH).orElseThrow().version();
        assertTrue(List.of("1", "2").contains(current), current);
        shop.assertCurrent(current);
        shop.assertAllWhole();
    }

    /** Also with other files under the same version, which nobody has seen. */
    private static void assertTheNextOneWorks(Shop shop) throws Exception {
        boolean wasPublished = shop.versions().contains("2");
        Map<String, String> files = wasPublished ? Shop.contents("2") : Map.of("vmlinuz", "mended");
        shop.publisher().publish(shop.request("2", files), ProgressDisplay::none);
        assertEquals(new TreeMap<>(files), shop.visible());
        assertEquals(List.of("2", "1"), shop.versions());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    @Test
    @Timeout(120)
    void goingBackBrokenOffAtAnyChangeLeavesEither() throws Exception {
        for (int works = 0; ; works++) {
            Shop shop = shopWithARelease("back-" + works);
            shop.publish("2");
            var disk = new BreakingDisk(BreakingDisk.Break.FULL, works);
            try {
                shop.publisher(disk).rollback(Shop.CHANNEL, Shop.ARCH, Optional.empty());
            } catch (ReleaseException e) {
                assertTrue(e.getMessage().contains("No space left"), e.getMessage());
            }
            assertOldOrNewIsCurrent(shop);
            assertEquals(List.of("2", "1"), shop.versions());
            shop.assertAllWhole();
            if (disk.changes() <= works) {
                shop.assertCurrent("1");
                return;
            }
        }
    }

    @Test
    @Timeout(120)
    void retentionBrokenOffAtAnyChangeLeavesWholeReleases() throws Exception {
        for (int works = 0; ; works++) {
            Shop shop = shopWithARelease("retain-" + works);
            shop.publish("2");
            var disk = new BreakingDisk(BreakingDisk.Break.FULL, works);
            try {
                shop.store(disk).retain(Shop.CHANNEL, Shop.ARCH, 1);
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.getMessage());
            }
            shop.assertCurrent("2");
            shop.assertAllWhole();
            shop.publish("3");
            shop.assertNoLeftovers();
            if (disk.changes() <= works) {
                return;
            }
        }
    }

    @Test
    void theNextOneIsNotStoppedByOneThatLives() throws Exception {
        Shop shop = shopWithARelease("both");
        ReleaseStore store = shop.store(new Disk());
        try (Staging slow = store.stage();
                StagingWriter writer = slow.writer()) {
            Path file = shop.file("vmlinuz", "slow kernel");
            writer.copy("vmlinuz", SourceFile.look(file, file.toRealPath()), bytes -> {});
            shop.publish("2");
            store.commit(slow, Shop.CHANNEL, Shop.ARCH, Optional.of("3"), Optional.empty(), Optional.empty());
        }
        assertEquals(Map.of("vmlinuz", "slow kernel"), shop.visible());
        assertEquals(List.of("3", "2", "1"), shop.versions());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    @Test
    @Timeout(60)
    void manyAtOnceDoNotHurtEachOther() throws Exception {
        Shop shop = shopWithARelease("many");
        List<String> versions =
                IntStream.range(2, 26).mapToObj(Integer::toString).toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Published>> all = versions.stream()
                    .map(version -> threads.submit(() -> shop.publish(version)))
                    .toList();
            for (var one : all) {
                one.get();
            }
        }
        assertEquals(25, shop.versions().size());
        shop.assertCurrent(
                shop.releases().current(Shop.CHANNEL, Shop.ARCH).orElseThrow().version());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }
}
