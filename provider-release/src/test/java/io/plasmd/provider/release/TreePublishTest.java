package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Releases with directories in them. */
@Timeout(120)
class TreePublishTest {
    private static final String DEEP = "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/deep";

    @TempDir
    private Path directory;

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
    }

    private static Map<String, String> tree(String version) {
        return new TreeMap<>(Map.of(
                "vmlinuz",
                "kernel " + version,
                "EFI/BOOT/BOOTX64.EFI",
                "loader",
                "EFI/BOOT/grubx64.efi",
                "loader",
                "grub/x86_64-efi/normal.mod",
                "module " + version,
                "images/SHA256SUMS",
                "what a distribution says",
                DEEP,
                "at the end"));
    }

    private Published publish(String version, Map<String, String> contents) throws Exception {
        return shop.publisher().publish(shop.request(version, contents), ProgressDisplay::none);
    }

    private Path release(String version) {
        return shop.artifacts.resolve(".releases/stable/x86_64").resolve(version);
    }

    @Test
    void aTreeIsPublishedAsItIsAndGoneBackFrom() throws Exception {
        publish("1", tree("1"));
        assertEquals(tree("1"), shop.visible());
        assertEquals(
                "rwxr-xr-x",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(release("1").resolve("EFI/BOOT"))));
        publish("2", tree("2"));
        assertEquals(tree("2"), shop.visible());
        assertTrue(Files.isSameFile(
                release("1").resolve("EFI/BOOT/BOOTX64.EFI"), release("2").resolve("EFI/BOOT/BOOTX64.EFI")));
        shop.publisher().rollback(Shop.CHANNEL, Shop.ARCH, Optional.empty());
        assertEquals(tree("1"), shop.visible());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
        assertTrue(publish("2", tree("2")).wasThere());
    }

    @Test
    void whatIsPublishedCanBeToldFromAManifestAndChecked() throws Exception {
        Release release = publish("1", tree("1")).release();
        Manifest manifest = new DirectoryManifest(shop.artifacts, Shop.ROLES)
                .make(Shop.CHANNEL, Shop.ARCH, "test", shop.clock().instant(), Duration.ofDays(1));
        assertEquals(
                Set.of(
                        "kernel",
                        "EFI/BOOT/BOOTX64.EFI",
                        "EFI/BOOT/grubx64.efi",
                        "grub/x86_64-efi/normal.mod",
                        "images/SHA256SUMS",
                        DEEP),
                manifest.artifacts().keySet());
        assertEquals(
                "/stable/x86_64/EFI/BOOT/BOOTX64.EFI",
                Objects.requireNonNull(manifest.artifacts().get("EFI/BOOT/BOOTX64.EFI"))
                        .path());
        SignedManifest signed = SignedManifest.sign(manifest, List.of());
        assertEquals(manifest, SignedManifest.parse(signed.bytes()).manifest());
        var local = new LocalRelease(release.directory(), signed);
        assertTrue(local.check(Progress.NONE).stream().allMatch(CheckedArtifact::isRight));
        Files.writeString(release.directory().resolve("EFI/BOOT/grubx64.efi"), "forged");
        assertEquals(
                List.of("EFI/BOOT/grubx64.efi"),
                local.check(Progress.NONE).stream()
                        .filter(one -> !one.isRight())
                        .map(CheckedArtifact::name)
                        .toList());
    }

    /** sha256sum is the judge: run at the top of the tree it finds every file. */
    @Test
    void theSumsOfATreeAreThoseOfSha256sum() throws Exception {
        Release release = publish("1", tree("1")).release();
        Map<String, Digest> digests = new TreeMap<>();
        release.record().files().forEach((name, file) -> digests.put(name, file.digest()));
        Path sums = Files.write(
                directory.resolve("sums"),
                Sums.of(Shop.CHANNEL, Shop.ARCH, digests).bytes());
        Process check = new ProcessBuilder("sha256sum", "-c", "--strict", "--quiet", sums.toString())
                .directory(release.directory().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
        assertEquals(tree("1").size(), Files.readAllLines(sums).size());
    }

    @Test
    void aDigestOnRecordIsFoundForAFileBehindDirectories() throws Exception {
        publish("1", tree("1"));
        Path file = release("1").toRealPath().resolve("grub/x86_64-efi/normal.mod");
        assertEquals(
                Optional.of(Digest.ofContent(Files.readAllBytes(file))),
                shop.releases().digest(FileVersion.read(file)));
    }

    @Test
    void aReleaseIsKeptWhileAFileBehindDirectoriesIsSent() throws Exception {
        publish("1", tree("1"));
        var uses = new ReleaseUse();
        try (var use = uses.begin(release("1").toRealPath().resolve(DEEP))) {
            publish("2", tree("2"));
            assertEquals(List.of(), shop.store(new Disk()).retain(Shop.CHANNEL, Shop.ARCH, 1));
        }
        assertEquals(
                1, shop.store(new Disk()).retain(Shop.CHANNEL, Shop.ARCH, 1).size());
        assertFalse(Files.exists(release("1")));
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    @Test
    void aFileAndADirectoryOfOneNameAreRefused() throws Exception {
        Path file = shop.file("a", "a");
        var request = new PublishRequest(
                Shop.CHANNEL,
                Shop.ARCH,
                Optional.of("1"),
                List.of(
                        new PublishRequest.Source("vmlinuz", file, Optional.empty()),
                        new PublishRequest.Source("EFI", file, Optional.empty()),
                        new PublishRequest.Source("EFI/BOOT/x", file, Optional.empty())),
                false,
                5);
        var e = assertThrows(ReleaseException.class, () -> shop.publisher().publish(request, ProgressDisplay::none));
        assertEquals("EFI is a file, and EFI/BOOT/x wants a directory of that name", e.getMessage());
        assertFalse(Files.exists(shop.artifacts));
    }

    @Test
    void filesBehindDirectoriesCanBeLinked() throws Exception {
        PublishRequest copied = shop.request("1", tree("1"));
        var request = new PublishRequest(Shop.CHANNEL, Shop.ARCH, copied.version(), copied.sources(), true, 5);
        shop.publisher().publish(request, ProgressDisplay::none);
        for (PublishRequest.Source source : request.sources()) {
            assertTrue(Files.isSameFile(source.file(), release("1").resolve(source.name())), source.name());
        }
        shop.assertAllWhole();
    }

    @Test
    void brokenOffAtAnyChangeNothingOfATreeIsLeft() throws Exception {
        for (int works = 0; ; works++) {
            shop = new Shop(directory.resolve("try-" + works));
            publish("1", tree("1"));
            var disk = new BreakingDisk(BreakingDisk.Break.FULL, works);
            try {
                shop.publisher(disk).publish(shop.request("2", tree("2")), ProgressDisplay::none);
            } catch (ReleaseException e) {
                assertTrue(e.getMessage().contains("No space left"), e.getMessage());
            }
            assertTrue(
                    List.of(tree("1"), tree("2")).contains(shop.visible()),
                    shop.visible().toString());
            shop.assertAllWhole();
            if (disk.changes() <= works) {
                assertEquals(tree("2"), shop.visible());
                return;
            }
            publish("3", tree("3"));
            shop.assertNoLeftovers();
        }
    }

    /** More than are forced one by one, and than one thread copies. */
    @Test
    void manyFilesAreAllThereAndOneThatIsWrongStopsThem() throws Exception {
        Map<String, String> many = new TreeMap<>(tree("1"));
        for (int i = 0; i < 1500; i++) {
            many.put("pool/" + i % 40 + "/" + i + ".deb", i % 3 == 0 ? "the same" : "package " + i);
        }
        PublishRequest request = shop.request("1", many);
        List<PublishRequest.Source> wrong = new ArrayList<>(request.sources());
        PublishRequest.Source last = wrong.removeLast();
        wrong.add(new PublishRequest.Source(last.name(), last.file(), Optional.of(Digest.ofContent(new byte[0]))));
        var e = assertThrows(
                ReleaseException.class,
                () -> shop.publisher()
                        .publish(
                                new PublishRequest(Shop.CHANNEL, Shop.ARCH, Optional.of("1"), wrong, false, 5),
                                ProgressDisplay::none));
        assertTrue(e.getMessage().contains("expected was"), e.getMessage());
        assertEquals(Map.of(), shop.visible());
        shop.assertNoLeftovers();
        shop.publisher().publish(request, ProgressDisplay::none);
        assertEquals(many, shop.visible());
        shop.publisher().publish(shop.request("2", many), ProgressDisplay::none);
        assertTrue(Files.isSameFile(
                release("1").resolve("pool/7/7.deb"), release("2").resolve("pool/7/7.deb")));
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    /** Between the look at a file and its copy: what the name leads to then is not published. */
    @Test
    void aDirectoryThatIsExchangedForALinkMeanwhileIsNotFollowed() throws Exception {
        Path secret = Files.createDirectories(directory.resolve("secret/BOOT"));
        Files.writeString(secret.resolve("BOOTX64.EFI"), "loader");
        PublishRequest request = shop.request("1", tree("1"));
        Path source = Objects.requireNonNull(request.sources().stream()
                .filter(one -> one.name().equals("vmlinuz"))
                .findFirst()
                .orElseThrow()
                .file()
                .getParent());
        var isDone = new AtomicBoolean();
        var disk = new Disk() {
            @Override
            void before(String change, Path path) throws IOException {
                if (isDone.compareAndSet(false, true)) {
                    Files.move(source.resolve("EFI"), source.resolve("gone"));
                    Files.createSymbolicLink(source.resolve("EFI"), secret.getParent());
                }
            }
        };
        var e = assertThrows(
                ReleaseException.class, () -> shop.publisher(disk).publish(request, ProgressDisplay::none));
        assertTrue(e.getMessage().contains("is a symbolic link"), e.getMessage());
        assertEquals(Map.of(), shop.visible());
    }

    @Test
    void adoptedDirectoriesKeepTheirPlaces() throws Exception {
        Path byHand = Files.createDirectories(shop.artifacts.resolve("stable/x86_64"));
        Files.writeString(byHand.resolve("vmlinuz"), "kernel");
        Files.createDirectories(byHand.resolve("EFI/BOOT"));
        Files.writeString(byHand.resolve("EFI/BOOT/BOOTX64.EFI"), "loader");
        Publisher publisher = shop.publisher();
        List<PublishRequest.Source> sources = new ArrayList<>();
        SourceTree.read(byHand, shop.artifacts, name -> false)
                .files()
                .forEach((name, file) -> sources.add(
                        new PublishRequest.Source(name, file, Optional.empty(), Optional.of(shop.artifacts))));
        publisher.publish(
                new PublishRequest(
                        Shop.CHANNEL, Shop.ARCH, Optional.of("1"), sources, false, 5, false, Optional.of(byHand)),
                ProgressDisplay::none);
        assertEquals(Map.of("vmlinuz", "kernel", "EFI/BOOT/BOOTX64.EFI", "loader"), shop.visible());
        assertEquals(
                new TreeSet<>(Set.of("vmlinuz", "EFI/BOOT/BOOTX64.EFI")),
                new TreeSet<>(shop.releases()
                        .current(Shop.CHANNEL, Shop.ARCH)
                        .orElseThrow()
                        .record()
                        .files()
                        .keySet()));
    }

    @Test
    void aRecordThatLeadsOutIsNoRecord() throws Exception {
        publish("1", tree("1"));
        Path record = release("1").resolve(StoreLayout.RECORD);
        String right = Files.readString(record);
        for (String name : List.of("../../../../../work/x", "a//b", "a/./b", ".hidden/x", "vmlinuz/x", "/etc/passwd")) {
            Files.writeString(record, right.replace("\"EFI/BOOT/grubx64.efi\"", "\"" + name + "\""));
            var e = assertThrows(IOException.class, () -> RecordJson.read(release("1")));
            assertTrue(String.valueOf(e.getMessage()).contains("is damaged"), name + ": " + e.getMessage());
        }
    }

    @Test
    void onlyKernelsThatTellOfFailedWritesAreTrustedToForceManyAtOnce() {
        assertTrue(BulkSync.tellsOfFailures("6.1.0-28-amd64"));
        assertTrue(BulkSync.tellsOfFailures("5.8.0"));
        assertFalse(BulkSync.tellsOfFailures("5.7.19"));
        assertFalse(BulkSync.tellsOfFailures("4.18.0-553.el8_10.x86_64"));
        assertFalse(BulkSync.tellsOfFailures("unknown"));
    }
}
