package io.plasmd.provider.catalog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many artifacts cost: what changes is looked at, and what does not is not. {@code -Dgrowth.files=100000} is a larger
 * run.
 */
final class GrowthTest {
    private static final int FILES = Integer.getInteger("growth.files", 2000);
    private static final int DIRECTORIES = 20;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After a look at very many files the next one rests. */
    private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(Math.max(20, FILES / 500));

    @TempDir
    private Path scratch;

    private Path root;
    private ArtifactCatalog catalog;

    @BeforeEach
    void start() throws Exception {
        root = scratch.resolve("artifacts");
        put("stable/x86_64/vmlinuz", "a kernel");
        // However long until it is looked through the next time: what is seen in between was told.
        look(Duration.ofHours(1));
        awaitListed("stable", "vmlinuz");
    }

    @AfterEach
    void stop() throws Exception {
        catalog.close();
    }

    private void look(Duration interval) {
        var settings = new CatalogSettings(
                root,
                new Roles(Map.of("kernel", List.of("vmlinuz"), "initramfs", List.of("initrd"), "rootfs", List.of())),
                false,
                interval,
                new CatalogSettings.Names(2 * FILES, 2 * FILES, 2 * FILES),
                1,
                Duration.ZERO,
                new ManifestSettings(List.of(), Duration.ofDays(1), false, "test"),
                scratch.resolve("data/state/artifacts"),
                scratch.resolve("data/artifacts"));
        catalog = new ArtifactCatalog(settings, Path.of("stable", "x86_64"), () -> false, Clock.systemUTC());
        catalog.start();
    }

    private void put(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("." + file.getFileName());
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Set<String> listed(String channel) {
        return catalog.now().entries().stream()
                .filter(entry -> entry.channel().equals(channel))
                .map(entry -> entry.artifact().fileName())
                .collect(Collectors.toSet());
    }

    private void awaitListed(String channel, String... names) throws Exception {
        await(channel + " to have " + Set.of(names), () -> listed(channel).equals(Set.of(names)));
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + AT_MOST_NANOS;
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void aChangeIsNoticedWithoutLookingForIt() throws Exception {
        put("stable/x86_64/initrd", "one");
        awaitListed("stable", "vmlinuz", "initrd");
        put("stable/x86_64/initrd", "another");
        Digest digest = Digest.ofContent("another".getBytes(StandardCharsets.UTF_8));
        await(
                "its digest",
                () -> catalog.now().entries().stream()
                        .anyMatch(entry -> entry.artifact().digest().equals(Optional.of(digest))));
        Files.delete(root.resolve("stable/x86_64/initrd"));
        awaitListed("stable", "vmlinuz");
    }

    @Test
    void directoriesThatComeAndGoAreNoticed() throws Exception {
        put("testing/aarch64/board.dtb", "a board");
        awaitListed("testing", "board.dtb");
        Files.move(root.resolve("testing"), root.resolve("edge"));
        awaitListed("edge", "board.dtb");
        awaitListed("testing");
        // What is moved is watched under its new name.
        put("edge/aarch64/other.dtb", "another");
        awaitListed("edge", "board.dtb", "other.dtb");
        put("testing/aarch64/board.dtb", "a third");
        awaitListed("testing", "board.dtb");
        put("testing/aarch64/more.dtb", "and more");
        awaitListed("testing", "board.dtb", "more.dtb");
    }

    @Test
    void directoriesBelowThoseOfArchitecturesAreWatchedAsWell() throws Exception {
        put("stable/x86_64/EFI/BOOT/BOOTX64.EFI", "one");
        awaitListed("stable", "vmlinuz", "EFI/BOOT/BOOTX64.EFI");
        put("stable/x86_64/EFI/BOOT/grub.cfg", "two");
        awaitListed("stable", "vmlinuz", "EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/grub.cfg");
        Path efi = root.resolve("stable/x86_64/EFI");
        Files.move(efi, efi.resolveSibling("efi"));
        awaitListed("stable", "vmlinuz", "efi/BOOT/BOOTX64.EFI", "efi/BOOT/grub.cfg");
        // What is moved is watched under its new name, with all that is in it.
        put("stable/x86_64/efi/BOOT/more", "three");
        Files.delete(root.resolve("stable/x86_64/efi/BOOT/grub.cfg"));
        awaitListed("stable", "vmlinuz", "efi/BOOT/BOOTX64.EFI", "efi/BOOT/more");
        put("stable/x86_64/EFI/BOOT/again", "four");
        awaitListed("stable", "vmlinuz", "EFI/BOOT/again", "efi/BOOT/BOOTX64.EFI", "efi/BOOT/more");
        put("stable/x86_64/efi/BOOT/more", "five");
        await("its digest", () -> catalog.find(digest("five")).isPresent());
        try (Stream<Path> files = Files.walk(root.resolve("stable/x86_64/efi"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        awaitListed("stable", "vmlinuz", "EFI/BOOT/again");
    }

    @Test
    void aLinkThatIsSwitchedToAnotherTreeIsNoticed() throws Exception {
        put("images/1/a/b/file", "one");
        put("images/2/a/b/file", "two");
        Path link = root.resolve("linked/x86_64");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("../images/1"));
        awaitListed("linked", "a/b/file");
        for (int i = 0; i < 5; i++) {
            Path fresh = Files.createSymbolicLink(link.resolveSibling(".new"), Path.of("../images/" + (2 - i % 2)));
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            Digest digest = digest(i % 2 == 0 ? "two" : "one");
            await("the other", () -> isListedWith("linked", digest));
        }
        put("images/2/a/b/more", "more");
        awaitListed("linked", "a/b/file", "a/b/more");
    }

    private boolean isListedWith(String channel, Digest digest) {
        return catalog.now().entries().stream()
                .anyMatch(entry -> entry.channel().equals(channel)
                        && entry.artifact().digest().equals(Optional.of(digest)));
    }

    @Test
    void aChangeInOneOfManyDirectoriesCostsALookAtThatOne() throws Exception {
        for (int i = 0; i < FILES; i++) {
            put("tree/x86_64/d%03d/e/file%d".formatted(i % (5 * DIRECTORIES), i), "content " + i);
        }
        await("all of them", () -> catalog.now().entries().size() == FILES + 1);
        await("all digests", () -> catalog.digestsPending() == 0 && catalog.digestsKnown() > FILES);
        await("quiet", () -> scanNanos() <= WINDOW_NANOS / 100);
        put("tree/x86_64/d000/e/fresh", "first");
        await("the rest to be over", () -> isListedWith("tree", digest("first")));
        long before = scanTime();
        int changes = 20;
        for (int i = 0; i < changes; i++) {
            Digest digest = digest("fresh " + i);
            put("tree/x86_64/d000/e/fresh", "fresh " + i);
            await("what is new", () -> isListedWith("tree", digest));
        }
        long took = (scanTime() - before) / changes;
        // A look through all of it asks the kernel of each of the files; to put together what is known
        // of them takes less than a microsecond for each.
        long atMost = TimeUnit.MILLISECONDS.toNanos(20) + TimeUnit.MICROSECONDS.toNanos(FILES);
        assertTrue(took < atMost, took / 1000 + " µs for one change");
    }

    @Test
    void aChangeAmongManyFilesCostsALookAtThatOne() throws Exception {
        for (int i = 0; i < FILES; i++) {
            put("many/x86_64/file%d".formatted(i), "content " + i);
        }
        await("all of them", () -> catalog.now().entries().size() == FILES + 1);
        await("all digests", () -> catalog.digestsPending() == 0 && catalog.digestsKnown() > FILES);
        await("quiet", () -> scanNanos() <= WINDOW_NANOS / 100);
        put("many/x86_64/fresh", "first");
        await("the rest to be over", () -> isListedWith("many", digest("first")));
        long before = scanTime();
        int changes = 20;
        for (int i = 0; i < changes; i++) {
            Digest digest = digest("fresh " + i);
            put("many/x86_64/fresh", "fresh " + i);
            await("what is new", () -> isListedWith("many", digest));
        }
        long took = (scanTime() - before) / changes;
        long atMost = TimeUnit.MILLISECONDS.toNanos(20) + TimeUnit.MICROSECONDS.toNanos(10L * FILES);
        assertTrue(took < atMost, took / 1000 + " µs for one change");
    }

    @Test
    void whateverHappensToFilesIsFoundByTheirNames() throws Exception {
        var random = new Random(4711);
        Path directory = root.resolve("stable/x86_64");
        List<String> names = List.of("a", "b", "initrd", "käse", "z.img", "z.img.sha256", "manifest.json", "d");
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i <= random.nextInt(4); i++) {
                happen(random, directory.resolve(names.get(random.nextInt(names.size()))), round);
            }
            Map<String, Long> there = servedOf(directory);
            await("round " + round + ": " + there, () -> sizes("stable").equals(there));
        }
    }

    private static void happen(Random random, Path file, int round) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file.resolve("inner"));
            Files.delete(file);
            return;
        }
        Path hidden = file.resolveSibling(".hidden");
        switch (random.nextInt(7)) {
            case 0 -> Files.deleteIfExists(file);
            case 1 -> {
                Files.deleteIfExists(file);
                if (!file.toString().endsWith(".sha256")) {
                    Files.createDirectory(file);
                    Files.writeString(file.resolve("inner"), "inside");
                }
            }
            case 2 -> {
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, Path.of(random.nextBoolean() ? "vmlinuz" : "/etc/hostname"));
            }
            case 3 -> {
                Files.writeString(hidden, "hidden");
                if (random.nextBoolean()) {
                    Files.move(hidden, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            default -> {
                if (!Files.isSymbolicLink(file)) {
                    Files.writeString(file, "x".repeat(round + 1));
                }
            }
        }
    }

    private static Map<String, Long> servedOf(Path directory) throws IOException {
        Map<String, Long> served = new HashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = directory.relativize(file).toString();
                boolean isOut = Files.isSymbolicLink(file)
                        && Files.readSymbolicLink(file).isAbsolute();
                if (Files.isRegularFile(file)
                        && !isOut
                        && !name.startsWith(".")
                        && !name.startsWith("manifest.json")
                        && !name.endsWith(".sha256")) {
                    served.put(name, Files.size(file));
                }
            }
        }
        return served;
    }

    private Map<String, Long> sizes(String channel) {
        return catalog.now().entries().stream()
                .filter(entry -> entry.channel().equals(channel))
                .collect(Collectors.toMap(
                        entry -> entry.artifact().fileName(),
                        entry -> entry.artifact().size()));
    }

    @Test
    void aLinkBesideItsFileIsAnotherFile() throws Exception {
        Files.createSymbolicLink(root.resolve("stable/x86_64/z.img"), Path.of("vmlinuz"));
        awaitListed("stable", "vmlinuz", "z.img");
        // All of it is looked at again: by a name that is no text for sure, what has changed is not told.
        put("stable/x86_64/käse", "a cheese");
        awaitListed("stable", "vmlinuz", "z.img", "käse");
    }

    @Test
    void whatHasTwoNamesIsNoticedByBoth() throws Exception {
        Path kernel = root.resolve("stable/x86_64/vmlinuz");
        Files.createLink(kernel.resolveSibling("hard"), kernel);
        Files.createSymbolicLink(kernel.resolveSibling("soft"), Path.of("vmlinuz"));
        awaitListed("stable", "vmlinuz", "hard", "soft");
        Files.writeString(kernel, "a longer kernel");
        await("all of them", () -> sizes("stable").equals(Map.of("vmlinuz", 15L, "hard", 15L, "soft", 15L)));
        Files.delete(kernel.resolveSibling("soft"));
        awaitListed("stable", "vmlinuz", "hard");
        Files.writeString(kernel, "a kernel");
        await("both of them", () -> sizes("stable").equals(Map.of("vmlinuz", 8L, "hard", 8L)));
    }

    @Test
    void aLinkThatIsSwitchedIsNoticed() throws Exception {
        put("images/1/rootfs1", "one");
        put("images/2/rootfs2", "two");
        Path link = root.resolve("linked/x86_64");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("../images/1"));
        awaitListed("linked", "rootfs1");
        Path fresh = Files.createSymbolicLink(link.resolveSibling(".new"), Path.of("../images/2"));
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        awaitListed("linked", "rootfs2");
        put("images/2/more", "more");
        awaitListed("linked", "rootfs2", "more");
    }

    @Test
    void aReleaseThatIsPublishedIsNoticed() throws Exception {
        for (String version : List.of("1", "2")) {
            publish(version);
            await(version, () -> catalog.find(digest("kernel " + version)).isPresent());
        }
        // The one before is kept.
        assertTrue(catalog.find(digest("kernel 1")).isPresent());
        awaitListed("published", "vmlinuz");
    }

    private void publish(String version) throws Exception {
        Path file = Files.writeString(scratch.resolve("kernel-" + version), "kernel " + version);
        new Publisher(root, new Roles(Map.of("kernel", List.of("vmlinuz"))))
                .publish(
                        new PublishRequest(
                                "published",
                                "x86_64",
                                Optional.of(version),
                                List.of(new PublishRequest.Source("vmlinuz", file, Optional.empty())),
                                false,
                                3),
                        ProgressDisplay::none);
    }

    private static Digest digest(String content) {
        return Digest.ofContent(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatDoesNotChangeCostsNothing() throws Exception {
        catalog.close();
        for (int i = 0; i < FILES; i++) {
            put("many%03d/x86_64/file%d".formatted(i % DIRECTORIES, i), "content " + i);
        }
        // As it is set up.
        look(Duration.ofSeconds(1));
        await("all of them", () -> catalog.now().entries().size() == FILES + 1);
        await("all digests", () -> catalog.digestsPending() == 0 && catalog.digestsKnown() > FILES);
        await("the looks to take no more than a hundredth of a core", () -> scanNanos() <= WINDOW_NANOS / 100);
        put("many000/x86_64/fresh", "fresh");
        await("what is new", () -> listed("many000").contains("fresh"));
    }

    /** What the thread that looks has used in a second. */
    private static long scanNanos() {
        long before = scanTime();
        long until = System.nanoTime() + WINDOW_NANOS;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return scanTime() - before;
    }

    private static long scanTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.dumpAllThreads(false, false, 0)) {
            if (thread.getThreadName().equals("scan")) {
                sum += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        assertTrue(sum > 0, "there is no such thread");
        return sum;
    }
}
