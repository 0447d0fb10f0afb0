package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were put in place by hand become the first release. */
@Timeout(120)
final class AdoptTest {
    @TempDir
    private Path scratch;

    private Shop shop;
    private Path byHand;

    @BeforeEach
    void putFilesInPlace() throws IOException {
        shop = new Shop(scratch);
        byHand = fill("x86_64");
    }

    private Path fill(String arch) throws IOException {
        Path directory =
                Files.createDirectories(shop.artifacts.resolve("stable").resolve(arch));
        for (Map.Entry<String, String> file : Shop.contents("1").entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        return directory;
    }

    private Path hidden() {
        return byHand.resolveSibling("." + byHand.getFileName() + ".by-hand");
    }

    private Published adopt(Disk disk) throws Exception {
        Publisher publisher = shop.publisher(disk);
        Path directory = publisher.adoptable(Shop.CHANNEL, Shop.ARCH);
        List<PublishRequest.Source> sources = new ArrayList<>();
        SourceTree.read(directory, shop.artifacts, name -> false)
                .files()
                .forEach((name, file) -> sources.add(
                        new PublishRequest.Source(name, file, Optional.empty(), Optional.of(shop.artifacts))));
        var request = new PublishRequest(
                Shop.CHANNEL, Shop.ARCH, Optional.of("1"), sources, false, 5, false, Optional.of(directory));
        return publisher.publish(request, ProgressDisplay::none);
    }

    private ReleaseException assertRefused() {
        return assertThrows(ReleaseException.class, () -> adopt(new Disk()));
    }

    @Test
    void clientsFindTheFilesAtEveryMoment() throws Exception {
        var done = new AtomicBoolean();
        var reads = new AtomicLong();
        var failure = new AtomicReference<Exception>();
        var wayBack = new ReentrantReadWriteLock();
        Thread client = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                wayBack.readLock().lock();
                try {
                    assertEquals("kernel of 1", Files.readString(byHand.resolve("vmlinuz")));
                    reads.incrementAndGet();
                } catch (IOException e) {
                    failure.set(e);
                } finally {
                    wayBack.readLock().unlock();
                }
            }
        });
        for (int i = 0; i < 20; i++) {
            Published published = adopt(new Disk());
            Path aside = published.aside().orElseThrow();
            assertEquals(hidden(), aside);
            shop.assertCurrent("1");
            // The way back, on which a client that has just followed the link would find no release any more.
            wayBack.writeLock().lock();
            try (Held parent = Walk.strictly(byHand.resolveSibling(".").toRealPath())) {
                parent.exchange("x86_64", aside.getFileName().toString());
            }
            Files.delete(aside);
            Trees.delete(shop.artifacts.resolve(".releases"));
            wayBack.writeLock().unlock();
        }
        done.set(true);
        client.join();
        assertEquals(Optional.empty(), Optional.ofNullable(failure.get()));
        assertTrue(reads.get() > 0);
    }

    @Test
    void whatIsMovedAwayIsNotPublic() throws Exception {
        Path aside = adopt(new Disk()).aside().orElseThrow();
        assertFalse(Names.isSegment(aside.getFileName().toString()));
        assertEquals("kernel of 1", Files.readString(aside.resolve("vmlinuz")));
        assertEquals(
                List.of(Path.of("x86_64")),
                VisibleFiles.in(shop.artifacts.resolve("stable")).stream()
                        .map(Path::getFileName)
                        .toList());
        shop.publish("2");
        shop.assertCurrent("2");
    }

    /** As when the process ends there: from then on nothing works, clearing up included. */
    @Test
    void brokenOffAtAnyChangeItLeavesTheFilesAndCanBeDoneAgain() throws Exception {
        boolean isDone = false;
        for (int works = 0; !isDone; works++) {
            shop = new Shop(Files.createDirectories(scratch.resolve("broken-" + works)));
            byHand = fill("x86_64");
            var disk = new DeadDisk(works);
            try {
                adopt(disk);
                isDone = true;
            } catch (ReleaseException e) {
                assertEquals(new TreeMap<>(Shop.contents("1")), shop.visible(), "after " + works + " changes");
                if (!Files.isSymbolicLink(byHand)) {
                    adopt(new Disk());
                }
            }
            shop.assertCurrent("1");
            shop.publish("2");
            shop.assertCurrent("2");
            assertEquals(Shop.contents("1").size(), VisibleFiles.in(hidden()).size());
        }
    }

    private static final class DeadDisk extends Disk {
        private int works;

        DeadDisk(int works) {
            this.works = works;
        }

        @Override
        void before(String change, Path path) throws IOException {
            works--;
            if (works < 0) {
                throw new FileSystemException(path.toString(), null, "dead");
            }
        }
    }

    @Test
    void aPlantedLinkIsNotFollowed() throws Exception {
        Path victim = Files.createDirectories(scratch.resolve("victim"));
        Files.writeString(victim.resolve("file"), "precious");
        Files.createSymbolicLink(hidden(), victim);
        assertEquals(Optional.of(hidden()), adopt(new Disk()).aside());
        assertTrue(Files.isDirectory(hidden(), LinkOption.NOFOLLOW_LINKS));
        assertEquals("precious", Files.readString(victim.resolve("file")));
        assertEquals(1, VisibleFiles.in(victim).size());
    }

    @Test
    void anEarlierOneIsNotReplaced() throws Exception {
        Files.createDirectories(hidden());
        assertEquals(Path.of(hidden() + ".2"), adopt(new Disk()).aside().orElseThrow());
        assertTrue(Files.isDirectory(hidden()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"added", "changed", "removed"})
    void aDirectoryThatChangesMeanwhileIsNotAdopted(String how) throws Exception {
        var disk = new Disk() {
            @Override
            void before(String change, Path path) throws IOException {
                if (!path.endsWith(StoreLayout.RECORD)) {
                    return;
                }
                switch (how) {
                    case "added" -> Files.writeString(byHand.resolve("board.dtb"), "new");
                    case "changed" -> Files.writeString(byHand.resolve("vmlinuz"), "another kernel");
                    default -> Files.deleteIfExists(byHand.resolve("rootfs.sqfs"));
                }
            }
        };
        var e = assertThrows(ReleaseException.class, () -> adopt(disk));
        assertTrue(e.getMessage().contains("was changed while it was read") || how.equals("removed"), e.getMessage());
        assertTrue(Files.isDirectory(byHand, LinkOption.NOFOLLOW_LINKS));
        assertThrows(NoSuchFileException.class, () -> Files.readSymbolicLink(hidden()));
    }

    @Test
    void theOtherNameOfAnArchitectureIsAdoptedToo() throws Exception {
        Trees.delete(byHand);
        byHand = fill("amd64");
        assertEquals(Optional.of(hidden()), adopt(new Disk()).aside());
        shop.assertCurrent("1");
        assertFalse(Files.exists(byHand));
    }

    @Test
    void aLinkToADirectoryIsAdoptedAndTheDirectoryStays() throws Exception {
        Path real = shop.artifacts.resolve("builds");
        Files.move(byHand, real);
        Files.createSymbolicLink(byHand, Path.of("../builds"));
        assertEquals(Optional.empty(), adopt(new Disk()).aside());
        shop.assertCurrent("1");
        assertTrue(Files.exists(real.resolve("vmlinuz")));
    }

    @Test
    void saysWhatThereIsNotToAdopt() throws Exception {
        adopt(new Disk());
        assertEquals(
                "release 1 of stable/x86_64 is current already: there is nothing to adopt. Publish the next one without"
                        + " --adopt.",
                assertRefused().getMessage());
        Trees.delete(shop.artifacts);
        assertEquals(
                "there is no directory " + byHand + " with files to adopt",
                assertRefused().getMessage());
    }

    @Test
    void whatCannotBePublishedIsNotAdopted() throws Exception {
        Path fifo = Files.createDirectories(byHand.resolve("EFI")).resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        assertEquals(
                fifo + " is a FIFO: only regular files can be published",
                assertRefused().getMessage());
        Files.delete(fifo);
        Files.createSymbolicLink(byHand.resolve("hostname"), Path.of("/etc/hostname"));
        assertTrue(assertRefused().getMessage().contains("is a link that leads out of"));
        Files.delete(byHand.resolve("hostname"));
        assertFalse(Files.exists(shop.artifacts.resolve(".releases")));
    }
}
