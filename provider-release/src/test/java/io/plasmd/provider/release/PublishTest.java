package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishTest {
    @TempDir
    private Path directory;

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
    }

    @Test
    void whatIsPublishedIsCurrentAndWhole() throws Exception {
        Published published = shop.publish("1");
        assertEquals("1", published.release().version());
        assertFalse(published.wasThere());
        shop.assertCurrent("1");
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    @Test
    void keepsTheTimesOfFilesAndIsReadableForEveryone() throws Exception {
        Path kernel = shop.file("vmlinuz", "kernel");
        Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("rw-------"));
        FileTime time = FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z"));
        Files.setLastModifiedTime(kernel, time);
        Release release =
                shop.publisher().publish(single(kernel), ProgressDisplay::none).release();
        Path stored = release.directory().resolve("vmlinuz");
        assertEquals(time, Files.getLastModifiedTime(stored));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(release.directory())));
    }

    private static PublishRequest single(Path kernel) {
        return new PublishRequest(
                Shop.CHANNEL,
                Shop.ARCH,
                Optional.of("1"),
                List.of(new PublishRequest.Source("vmlinuz", kernel, Optional.empty())),
                false,
                5);
    }

    @Test
    void anArchitectureHasOneNameOnDisk() throws Exception {
        PublishRequest request = shop.request("1", Shop.contents("1"));
        shop.publisher()
                .publish(
                        new PublishRequest(
                                Shop.CHANNEL, "amd64", request.version(), request.sources(), false, request.keep()),
                        ProgressDisplay::none);
        shop.assertCurrent("1");
    }

    @Test
    void theSameAgainChangesNothing() throws Exception {
        shop.publish("1");
        Object inode = Files.getAttribute(shop.artifacts.resolve(".releases/stable/x86_64/1"), "unix:ino");
        assertTrue(shop.publish("1").wasThere());
        assertEquals(inode, Files.getAttribute(shop.artifacts.resolve(".releases/stable/x86_64/1"), "unix:ino"));
        shop.assertNoLeftovers();
    }

    @Test
    void aVersionNeverChanges() throws Exception {
        shop.publish("1");
        shop.publish("2");
        // Of the same sizes, so that only the digests tell.
        var e = assertRefused(shop.request("1", Shop.contents("3")));
        assertTrue(e.getMessage().contains("release 1 of stable/x86_64 exists with other content"), e.getMessage());
        var other = assertRefused(shop.request("1", Map.of("vmlinuz", "of another size")));
        assertTrue(other.getMessage().contains("exists with other content"), other.getMessage());
        shop.assertCurrent("2");
        shop.assertNoLeftovers();
    }

    @Test
    void withoutAVersionItIsTheDate() throws Exception {
        assertEquals(
                "2026.11.22",
                shop.publisher()
                        .publish(today("a"), ProgressDisplay::none)
                        .release()
                        .version());
        assertEquals(
                "2026.11.22.2",
                shop.publisher()
                        .publish(today("b"), ProgressDisplay::none)
                        .release()
                        .version());
        assertEquals(
                "2026.11.22.3",
                shop.publisher()
                        .publish(today("c"), ProgressDisplay::none)
                        .release()
                        .version());
        assertEquals(
                "2026.11.22.2",
                shop.publisher()
                        .publish(today("b"), ProgressDisplay::none)
                        .release()
                        .version());
        shop.advance(24 * 3600);
        assertEquals(
                "2026.11.23",
                shop.publisher()
                        .publish(today("d"), ProgressDisplay::none)
                        .release()
                        .version());
    }

    @Test
    void theNumberGoesOnWhereEarlierReleasesOfTheDayAreNoLongerKept() throws Exception {
        String version = "";
        for (int i = 1; i <= 4; i++) {
            shop.advance(60);
            PublishRequest all = today("release " + i);
            var request = new PublishRequest(all.channel(), all.arch(), all.version(), all.sources(), all.link(), 2);
            version = shop.publisher()
                    .publish(request, ProgressDisplay::none)
                    .release()
                    .version();
        }
        assertEquals("2026.11.22.4", version);
        assertEquals(List.of("2026.11.22.4", "2026.11.22.3"), shop.versions());
    }

    @Test
    void aFileThatStandsForNoRoleMayBeEmpty() throws Exception {
        String name = "BEST-BEFORE-2099-01-01";
        shop.publisher().publish(shop.request("1", Map.of("vmlinuz", "kernel", name, "")), ProgressDisplay::none);
        assertEquals("", shop.visible().get(name));
        assertRefused(shop.request("2", Map.of("vmlinuz", "kernel", "rootfs.sqfs", "")));
    }

    private PublishRequest today(String content) throws IOException {
        return shop.request("", Shop.contents(content));
    }

    @Test
    void equalFilesAreStoredOnce() throws Exception {
        shop.publisher()
                .publish(shop.request("1", Map.of("vmlinuz", "kernel", "rootfs.sqfs", "one")), ProgressDisplay::none);
        shop.publisher()
                .publish(shop.request("2", Map.of("vmlinuz", "kernel", "rootfs.sqfs", "two")), ProgressDisplay::none);
        Path releases = shop.artifacts.resolve(".releases/stable/x86_64");
        assertTrue(Files.isSameFile(releases.resolve("1/vmlinuz"), releases.resolve("2/vmlinuz")));
        assertFalse(Files.isSameFile(releases.resolve("1/rootfs.sqfs"), releases.resolve("2/rootfs.sqfs")));
        shop.assertAllWhole();
    }

    @Test
    void aStoredFileThatWasTamperedWithIsNotLinkedTo() throws Exception {
        shop.publisher().publish(shop.request("1", Map.of("vmlinuz", "kernel")), ProgressDisplay::none);
        Path stored = shop.artifacts.resolve(".releases/stable/x86_64/1/vmlinuz");
        Files.writeString(stored, "KERNEL");
        Files.setLastModifiedTime(stored, FileTime.from(Instant.EPOCH));
        shop.publisher()
                .publish(shop.request("2", Map.of("vmlinuz", "kernel", "rootfs.sqfs", "root")), ProgressDisplay::none);
        assertEquals("kernel", shop.visible().get("vmlinuz"));
    }

    @Test
    void aDamagedReleaseDoesNotBecomeCurrent() throws Exception {
        shop.publish("1");
        shop.publish("2");
        Path damaged = shop.artifacts.resolve(".releases/stable/x86_64/1");
        Files.writeString(damaged.resolve("vmlinuz"), "truncat");
        String why = "release 1 is damaged: " + damaged.resolve("vmlinuz") + " was changed after it was published";
        assertNoRollback("1", why);
        var e = assertRefused(shop.request("1", Shop.contents("1")));
        assertTrue(e.getMessage().startsWith(why), e.getMessage());
        shop.assertCurrent("2");
        Trees.delete(damaged);
        shop.publish("1");
        shop.assertCurrent("1");
    }

    @Test
    void linksTheFilesThemselvesWhereThatIsWanted() throws Exception {
        Path kernel = shop.file("vmlinuz", "kernel");
        PublishRequest copy = single(kernel);
        shop.publisher()
                .publish(
                        new PublishRequest(Shop.CHANNEL, Shop.ARCH, copy.version(), copy.sources(), true, 5),
                        ProgressDisplay::none);
        assertTrue(Files.isSameFile(kernel, shop.artifacts.resolve("stable/x86_64/vmlinuz")));
        shop.assertAllWhole();
    }

    @Test
    void progressCountsEveryByteOnce() throws Exception {
        var seen = new AtomicLong();
        PublishRequest request = shop.request("1", Map.of("vmlinuz", "k".repeat(3_000_000)));
        shop.publisher().publish(request, (bytes, artifacts) -> new ProgressDisplay(new CountingView(seen)));
        assertEquals(3_000_000, seen.get());
    }

    @Test
    void aDigestThatDiffersIsRefused() throws Exception {
        shop.publish("1");
        Path kernel = shop.file("vmlinuz", "kernel");
        Digest other = Digest.ofContent(new byte[0]);
        var e = assertRefused(new PublishRequest(
                Shop.CHANNEL,
                Shop.ARCH,
                Optional.of("2"),
                List.of(new PublishRequest.Source("vmlinuz", kernel, Optional.of(other))),
                false,
                5));
        assertTrue(
                e.getMessage()
                        .startsWith(kernel + " has the sha256 "
                                + Digest.ofContent("kernel".getBytes(StandardCharsets.UTF_8))
                                        .hex()
                                + ", expected was " + other.hex()),
                e.getMessage());
        shop.assertCurrent("1");
        shop.assertNoLeftovers();
    }

    @Test
    void everythingWrongWithTheFilesIsSaidAtOnce() throws Exception {
        Path empty = shop.file("rootfs.sqfs", "");
        Path fine = shop.file("board.dtb", "dtb");
        var e = assertRefused(new PublishRequest(
                Shop.CHANNEL,
                Shop.ARCH,
                Optional.of("../1"),
                List.of(
                        new PublishRequest.Source("rootfs.sqfs", empty, Optional.empty()),
                        new PublishRequest.Source("gone.img", directory.resolve("gone.img"), Optional.empty()),
                        new PublishRequest.Source("work", shop.work, Optional.empty()),
                        new PublishRequest.Source(".hidden", fine, Optional.empty()),
                        new PublishRequest.Source("board.dtb", fine, Optional.empty()),
                        new PublishRequest.Source("board.dtb", empty, Optional.empty())),
                false,
                5));
        assertEquals("""
                7 problems:
                  - "../1" cannot be a version: expected 1 to 128 letters, digits and . _ + ~ -, such as 2026.11.22
                  - %1$s/rootfs.sqfs is empty: whatever writes it has failed, or is not done
                  - cannot read %2$s/gone.img: no such file
                  - %1$s is a directory: only regular files can be published
                  - ".hidden" cannot be the name of an artifact: names with a dot in front do not exist for clients
                  - %1$s/board.dtb and %1$s/rootfs.sqfs would both be board.dtb
                  - there is no kernel among the files: expected one named vmlinuz, kernel, or --kernel FILE; if there is to be none, --without-kernel""".formatted(shop.work, directory), e.getMessage());
        assertFalse(Files.exists(shop.artifacts), "something was written before the files were checked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "releases | x86_64 | \"releases\" cannot be the name of a channel: /releases/… has a meaning of its own",
                "blobs    | x86_64 | \"blobs\" cannot be the name of a channel: /blobs/… has a meaning of its own",
                ".beta    | x86_64 | \".beta\" cannot be the name of a channel: names with a dot in front do not exist",
                "a/b      | x86_64 | \"a/b\" cannot be the name of a channel: there is a / in it",
                "stable   | x/y    | \"x/y\" cannot be the name of an architecture: there is a / in it",
            })
    void whatIsWrongWithANameIsSaid(String channel, String arch, String problem) throws Exception {
        PublishRequest request = shop.request("1", Shop.contents("1"));
        var e = assertRefused(
                new PublishRequest(channel, arch, request.version(), request.sources(), request.link(), 5));
        assertTrue(e.getMessage().startsWith(problem), e.getMessage());
        assertFalse(Files.exists(shop.artifacts));
    }

    @Test
    void filesThatWerePutThereByHandAreNotHidden() throws Exception {
        Path byHand = Files.createDirectories(shop.artifacts.resolve("stable/x86_64"));
        Files.writeString(byHand.resolve("vmlinuz"), "by hand");
        var e = assertRefused(shop.request("1", Shop.contents("1")));
        assertTrue(e.getMessage().startsWith(byHand + " is in the way"), e.getMessage());
        assertTrue(
                e.getMessage().contains("mv " + byHand + " " + byHand.resolveSibling(".x86_64.by-hand")),
                e.getMessage());
        assertTrue(e.getMessage().contains("provider publish --adopt"), e.getMessage());
        assertEquals(Map.of("vmlinuz", "by hand"), shop.visible());
    }

    @Test
    void anEmptyDirectoryIsNotInTheWay() throws Exception {
        Files.createDirectories(shop.artifacts.resolve("stable/x86_64"));
        shop.publish("1");
        shop.assertCurrent("1");
    }

    @Test
    void neitherAreThoseUnderTheOtherNameOfTheArchitecture() throws Exception {
        Files.createDirectories(shop.artifacts.resolve("stable/amd64"));
        var e = assertRefused(shop.request("1", Shop.contents("1")));
        assertTrue(e.getMessage().contains("(amd64 is another name of x86_64.)"), e.getMessage());
    }

    private ReleaseException assertRefused(PublishRequest request) {
        return assertThrows(ReleaseException.class, () -> shop.publisher().publish(request, ProgressDisplay::none));
    }

    @Test
    void goesBackToWhatWasCurrentBefore() throws Exception {
        shop.publish("1");
        shop.publish("2");
        shop.publish("3");
        assertEquals("2", rollback("").version());
        shop.assertCurrent("2");
        // What was gone back from is not gone back to.
        shop.publish("4");
        rollback("");
        shop.assertCurrent("2");
        rollback("");
        shop.assertCurrent("1");
        shop.assertNoLeftovers();
    }

    @Test
    void goesBackToAnyThatIsKept() throws Exception {
        shop.publish("1");
        shop.publish("2");
        shop.publish("3");
        rollback("1");
        shop.assertCurrent("1");
        rollback("3");
        shop.assertCurrent("3");
    }

    private Release rollback(String to) throws ReleaseException {
        return shop.publisher().rollback(Shop.CHANNEL, Shop.ARCH, to.isEmpty() ? Optional.empty() : Optional.of(to));
    }

    @Test
    void saysWhyItCannotGoBack() throws Exception {
        assertNoRollback("", "there is no release of stable/x86_64 in " + shop.artifacts);
        shop.publish("1");
        assertNoRollback("", "release 1 is the first one: none was current before it; no other is kept");
        shop.publish("2");
        assertEquals("2", rollback("2").version());
        assertNoRollback("9", "there is no release 9; choose one with --to: 1");
        shop.publish("3");
        PublishRequest request = shop.request("4", Shop.contents("4"));
        shop.publisher()
                .publish(
                        new PublishRequest(
                                request.channel(), request.arch(), request.version(), request.sources(), false, 1),
                        ProgressDisplay::none);
        assertNoRollback("", "release 3, which was current before 4, is no longer kept; no other is kept");
        shop.assertCurrent("4");
    }

    private void assertNoRollback(String to, String why) {
        var e = assertThrows(ReleaseException.class, () -> rollback(to));
        assertTrue(e.getMessage().startsWith(why), e.getMessage());
    }

    @Test
    void keepsTheNewestAndTheCurrentOne() throws Exception {
        for (String version : List.of("1", "2", "3", "4")) {
            shop.publish(version);
            shop.advance(60);
        }
        rollback("1");
        List<Release> removed = shop.store(new Disk()).retain(Shop.CHANNEL, Shop.ARCH, 2);
        assertEquals(List.of("3", "2"), removed.stream().map(Release::version).toList());
        assertEquals(List.of("4", "1"), shop.versions());
        shop.assertCurrent("1");
        shop.assertAllWhole();
    }

    @Test
    void keepsWhatIsBeingSent() throws Exception {
        shop.publish("1");
        shop.publish("2");
        var use = new ReleaseUse();
        Path file = shop.artifacts.toRealPath().resolve(".releases/stable/x86_64/1/vmlinuz");
        var first = use.begin(file);
        var second = use.begin(file);
        var store = shop.store(new Disk());
        assertEquals(List.of(), store.retain(Shop.CHANNEL, Shop.ARCH, 1));
        first.close();
        assertEquals(List.of(), store.retain(Shop.CHANNEL, Shop.ARCH, 1));
        second.close();
        assertEquals(1, store.retain(Shop.CHANNEL, Shop.ARCH, 1).size());
        assertEquals(List.of("2"), shop.versions());
    }

    @Test
    void canBeMovedAsAWhole() throws Exception {
        shop.publish("1");
        Files.move(shop.artifacts, directory.resolve("elsewhere"));
        assertEquals("kernel of 1", Files.readString(directory.resolve("elsewhere/stable/x86_64/vmlinuz")));
        assertEquals(
                List.of("1"),
                new Releases(directory.resolve("elsewhere"))
                        .of(Shop.CHANNEL, Shop.ARCH).stream()
                                .map(Release::version)
                                .toList());
    }

    @Test
    void oldPartsOfBrokenOffFetchesGo() throws Exception {
        shop.publish("1");
        Path partial = Files.createDirectories(shop.artifacts.resolve(".releases/.partial"));
        Path old = Files.writeString(partial.resolve("0".repeat(64)), "x");
        Path recent = Files.writeString(partial.resolve("1".repeat(64)), "x");
        Files.setLastModifiedTime(old, FileTime.from(shop.clock().instant().minusSeconds(8 * 24 * 3600)));
        Files.setLastModifiedTime(recent, FileTime.from(shop.clock().instant()));
        shop.publish("2");
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(recent));
        assertNotEquals(new TreeMap<>(), shop.visible());
    }

    /** Adds up. */
    private record CountingView(AtomicLong seen) implements ProgressView {
        @Override
        public void received(String name, long bytes) {
            seen.addAndGet(bytes);
        }

        @Override
        public void tick(long nanos) {}

        @Override
        public void end(long nanos) {}
    }
}
