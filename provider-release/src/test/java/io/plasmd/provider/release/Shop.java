package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** An artifacts directory, a place for files to publish, and a clock. */
final class Shop {
    static final String CHANNEL = "stable";
    static final String ARCH = "x86_64";
    static final Roles ROLES = new Roles(Map.of(
            "kernel", List.of("vmlinuz", "kernel"),
            "initramfs", List.of("initramfs.img", "initrd.img"),
            "rootfs", List.of("rootfs.sqfs")));

    final Path artifacts;
    final Path work;

    /** What publishers and fetchers have told. */
    final List<String> notes = new CopyOnWriteArrayList<>();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:15:00Z"));

    Shop(Path directory) throws IOException {
        artifacts = directory.resolve("artifacts");
        work = Files.createDirectories(directory.resolve("work"));
    }

    InstantSource clock() {
        return now::get;
    }

    void advance(long seconds) {
        now.updateAndGet(instant -> instant.plusSeconds(seconds));
    }

    ReleaseStore store(Disk disk) {
        return new ReleaseStore(artifacts, disk, clock(), StoreSettings.telling(notes::add));
    }

    Publisher publisher(Disk disk) {
        return new Publisher(artifacts, ROLES, store(disk));
    }

    Publisher publisher() {
        return publisher(new Disk());
    }

    /** Fetches to the artifacts from another provider, and does not wait long for it. */
    ReleaseFetcher fetcher(Trust trust) {
        return new ReleaseFetcher(artifacts, ROLES, Samples.hasty(), trust, clock(), StoreSettings.telling(notes::add));
    }

    Releases releases() {
        return new Releases(artifacts);
    }

    List<String> versions() {
        return releases().of(CHANNEL, ARCH).stream().map(Release::version).toList();
    }

    /** Writes a file to publish. */
    Path file(String name, String content) throws IOException {
        return Files.writeString(work.resolve(name), content);
    }

    /** A request for files with these contents, by name. */
    PublishRequest request(String version, Map<String, String> contents) throws IOException {
        Path directory = Files.createTempDirectory(work, "files");
        List<PublishRequest.Source> sources = new ArrayList<>();
        for (Map.Entry<String, String> file : new TreeMap<>(contents).entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
            sources.add(new PublishRequest.Source(file.getKey(), path, Optional.empty()));
        }
        return new PublishRequest(
                CHANNEL, ARCH, version.isEmpty() ? Optional.empty() : Optional.of(version), sources, false, 100);
    }

    /** A release that consists of a kernel and a root file system that say their version. */
    static Map<String, String> contents(String version) {
        return Map.of("vmlinuz", "kernel of " + version, "rootfs.sqfs", "root file system of " + version);
    }

    Published publish(String version) throws Exception {
        return publisher().publish(request(version, contents(version)), ProgressDisplay::none);
    }

    /** What a client sees: the files behind the link, by name. */
    SortedMap<String, String> visible() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        Path current = artifacts.resolve(CHANNEL).resolve(ARCH);
        if (!Files.isDirectory(current)) {
            return files;
        }
        for (Map.Entry<String, Path> file : files(current.toRealPath()).entrySet()) {
            files.put(file.getKey(), Files.readString(file.getValue(), StandardCharsets.UTF_8));
        }
        return files;
    }

    /** All but the store's own, by name. */
    private static SortedMap<String, Path> files(Path directory) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .forEach(file -> files.put(directory.relativize(file).toString(), file));
        }
        return files;
    }

    /** Every release that is listed has just the files that its record says, with the digests that it says. */
    void assertAllWhole() throws IOException {
        for (Release release : releases().all()) {
            SortedMap<String, Digest> onDisk = new TreeMap<>();
            for (Map.Entry<String, Path> file : files(release.directory()).entrySet()) {
                onDisk.put(file.getKey(), Digest.ofContent(Files.readAllBytes(file.getValue())));
            }
            SortedMap<String, Digest> recorded = new TreeMap<>();
            release.record().files().forEach((name, file) -> recorded.put(name, file.digest()));
            assertEquals(recorded, onDisk, release.directory().toString());
        }
    }

    /** Nothing but releases is below the hidden directory. */
    void assertNoLeftovers() throws IOException {
        Path hidden = artifacts.resolve(".releases");
        try (Stream<Path> staging = Files.list(hidden.resolve(".staging"))) {
            assertEquals(List.of(), staging.toList());
        }
        if (Files.exists(hidden.resolve(".partial"))) {
            try (Stream<Path> partial = Files.list(hidden.resolve(".partial"))) {
                assertEquals(List.of(), partial.toList());
            }
        }
        Path kept = hidden.resolve(CHANNEL).resolve(ARCH);
        if (!Files.exists(kept)) {
            return;
        }
        try (Stream<Path> children = Files.list(kept)) {
            List<String> directories = children.map(path -> path.getFileName().toString())
                    .sorted(Versions.ORDER)
                    .toList();
            assertEquals(versions().stream().sorted(Versions.ORDER).toList(), directories);
        }
        try (Stream<Path> children = Files.list(artifacts.resolve(CHANNEL))) {
            assertEquals(
                    List.of(ARCH),
                    children.map(path -> path.getFileName().toString()).toList());
        }
    }

    void assertCurrent(String version) throws IOException {
        assertEquals(Optional.of(version), releases().current(CHANNEL, ARCH).map(Release::version));
        assertEquals(new TreeMap<>(contents(version)), visible());
        assertTrue(Files.isSymbolicLink(artifacts.resolve(CHANNEL).resolve(ARCH)));
        assertFalse(
                Files.readSymbolicLink(artifacts.resolve(CHANNEL).resolve(ARCH)).isAbsolute());
    }
}
