package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactCatalog;
import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.catalog.CatalogSettings;
import io.plasmd.provider.catalog.ManifestSettings;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An artifacts directory full of traps, and the list of all that can be had from it. */
final class TrappedTree implements AutoCloseable {
    private static final String RELEASE = ".releases/1";

    /** Ways to the release: by each name of its architecture, and through a channel that is a link to another. */
    private static final List<String> WAYS =
            List.of("/stable/x86_64/", "/stable/amd64/", "/edge/x86_64/", "/edge/amd64/");

    /** What each name stands for there. The better candidates for two of the roles are traps. */
    private static final Map<String, String> FILES = Map.of(
            "kernel", "vmlinuz",
            "vmlinuz", "vmlinuz",
            "initramfs", "initrd.img",
            "initrd.img", "initrd.img",
            "rootfs", "rootfs.img",
            "rootfs.img", "rootfs.img",
            "board.dtb", "board.dtb",
            "käse €.img", "käse €.img",
            "a b+c~d..bin", "a b+c~d..bin",
            "in", "vmlinuz");

    private final Path scratch = Files.createTempDirectory("trapped-tree").toRealPath();
    private final Path root = scratch.resolve("artifacts");
    private final Map<String, Path> served = new HashMap<>();
    private final ArtifactCatalog catalog;
    private final ArtifactsSettings settings;

    TrappedTree() throws Exception {
        Path release = Files.createDirectories(root.resolve(RELEASE));
        for (String file : FILES.values()) {
            Files.writeString(release.resolve(file), file);
        }
        link(release.resolve("in"), "vmlinuz");
        link(root.resolve("stable/x86_64"), "../" + RELEASE);
        link(root.resolve("edge"), "stable");
        setTraps(release);
        listServed(release);

        var roles = Roles.read(ConfigFactory.parseResources("reference.conf")
                .resolve()
                .getConfig("provider.endpoints.artifacts.roles"));
        var tree = new CatalogSettings(
                root,
                roles,
                false,
                Duration.ofSeconds(1),
                new CatalogSettings.Names(1000, 1000, 1000),
                1,
                Duration.ZERO,
                new ManifestSettings(List.of(), Duration.ofDays(1), false, "test"),
                scratch.resolve("data/state/artifacts"),
                scratch.resolve("data/artifacts"));
        settings = new ArtifactsSettings(
                tree,
                "stable",
                "x86_64",
                16,
                Transfer.MAPPED,
                new DownloadLimits(1, 0, Duration.ZERO),
                new SpeedLimits(Duration.ofMinutes(1), 0, Duration.ofMinutes(1)),
                new PacingSettings(0, 0, List.of()));
        catalog = new ArtifactCatalog(tree, Path.of("stable", "x86_64"), () -> false, Clock.systemUTC());
    }

    /** One that stays until the JVM ends, and then is removed. */
    static TrappedTree untilExit() {
        try {
            var tree = new TrappedTree();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    tree.close();
                } catch (Exception e) {
                    throw new IllegalStateException("cannot remove " + tree.scratch, e);
                }
            }));
            return tree;
        } catch (Exception e) {
            throw new IllegalStateException("cannot plant the tree", e);
        }
    }

    private void setTraps(Path release) throws Exception {
        Path outside = Files.createDirectories(scratch.resolve("outside/x86_64"));
        Files.writeString(outside.resolve("vmlinuz"), "secret");
        Files.writeString(scratch.resolve("vmlinuz"), "secret");
        for (Path directory : List.of(root, root.resolve("stable"), release)) {
            Files.writeString(directory.resolve(".hidden"), "secret");
        }
        Files.writeString(root.resolve("vmlinuz"), "too high");
        Files.writeString(root.resolve("stable/vmlinuz"), "too high");
        Files.createDirectories(release.resolve("initramfs.img/deeper"));
        Files.writeString(release.resolve("initramfs.img/deeper/vmlinuz"), "too deep");
        link(release.resolve("rootfs.sqfs"), outside + "/vmlinuz");
        link(release.resolve("out"), "../../../vmlinuz");
        link(release.resolve("chain"), "out");
        link(release.resolve("environment"), "/proc/self/environ");
        link(release.resolve("device"), "/dev/zero");
        link(release.resolve("ring"), "ring");
        link(release.resolve("dangling"), "nothing");
        link(root.resolve("outside"), "../outside");
        link(root.resolve("stable/arm64"), outside.toString());
        link(root.resolve("stable/up"), "..");
        link(root.resolve("stable/loop"), "ring");
        Process mkfifo = new ProcessBuilder("mkfifo", release.resolve("fifo").toString()).start();
        assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, mkfifo.exitValue());
    }

    private static void link(Path link, String target) throws IOException {
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void listServed(Path release) {
        for (String way : WAYS) {
            FILES.forEach((name, file) -> served.put(way + name, release.resolve(file)));
        }
        for (String role : List.of("kernel", "initramfs", "rootfs")) {
            served.put("/" + role, release.resolve(FILES.get(role)));
        }
        // The way up ends at the directory of the channel's own, and at what is there to see.
        for (String channel : List.of("stable", "edge")) {
            served.put("/" + channel + "/up/vmlinuz", root.resolve("vmlinuz"));
            served.put("/" + channel + "/up/kernel", root.resolve("vmlinuz"));
        }
    }

    /** The paths of all that can be had, decoded. */
    Map<String, Path> served() {
        return served;
    }

    /** For what a server writes; it goes with the tree. */
    Path scratch() {
        return scratch;
    }

    Path root() {
        return root;
    }

    /** Looks for what is behind a decoded path, and checks that it is the right thing or nothing. */
    void check(String path) throws IOException {
        Optional<Route> route = Route.parse(path, settings);
        Optional<Artifact> found = Optional.empty();
        if (route.isPresent() && route.get() instanceof Route.ToArtifact(ArtifactPath wanted)) {
            found = catalog.find(wanted);
        }
        Optional<Path> file = found.map(artifact -> artifact.version().path());
        assertEquals(Optional.ofNullable(served.get(path)), file, path);
        if (file.isPresent()) {
            assertIsForClients(file.get());
            assertFalse(found.get().fileName().startsWith("."), path);
        }
    }

    private void assertIsForClients(Path file) throws IOException {
        assertEquals(file, file.toRealPath());
        assertTrue(file.startsWith(root), file::toString);
        assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS), file::toString);
        assertFalse(file.getFileName().toString().startsWith("."), file::toString);
    }

    @Override
    public void close() throws Exception {
        catalog.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
