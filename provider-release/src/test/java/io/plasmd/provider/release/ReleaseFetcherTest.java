package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ReleaseFetcherTest {
    @TempDir
    private Path directory;

    private Shop shop;
    private OriginServer origin;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
        origin = new OriginServer();
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
    }

    private Trust trust() {
        return Trust.in(List.of(origin.key.trusted()));
    }

    private Fetched fetch() throws Exception {
        return shop.fetcher(trust()).fetch(origin.origin(), false, 5, ProgressDisplay::none);
    }

    private String refusal(Trust trust) {
        var e = assertThrows(
                ReleaseException.class,
                () -> shop.fetcher(trust).fetch(origin.origin(), false, 5, ProgressDisplay::none));
        return e.getMessage();
    }

    private void assertRefused(String why) throws IOException {
        String message = refusal(trust());
        assertTrue(message.contains(why), message);
        assertFalse(Files.exists(shop.artifacts.resolve("stable")), "something of it was published");
    }

    /** Else /kernel would be something else than the manifest says that comes with it. */
    @Test
    void aReleaseWhoseRolesAreOtherFilesHereIsRefused() throws Exception {
        Manifest manifest = origin.publish("1", OriginServer.NOW, Map.of("vmlinuz", "one", "initramfs.img", "two"));
        var crossed = new TreeMap<>(manifest.artifacts());
        crossed.put("kernel", manifest.artifacts().get("initramfs"));
        crossed.put("initramfs", manifest.artifacts().get("kernel"));
        origin.sign(
                new Manifest(
                        manifest.version(),
                        manifest.channel(),
                        manifest.arch(),
                        manifest.createdAt(),
                        manifest.expiresAt(),
                        crossed,
                        manifest.provider()),
                origin.key);
        assertRefused("as it is at the origin");
    }

    @Test
    void whatIsFetchedIsCurrentAndWhole() throws Exception {
        Manifest manifest = origin.publish("1");
        Fetched fetched = fetch();
        assertEquals(Optional.of(origin.key.trusted()), fetched.signer());
        assertEquals(manifest.totalSize(), fetched.downloadedBytes());
        assertFalse(fetched.wasThere());
        shop.assertCurrent("1");
        shop.assertAllWhole();
        shop.assertNoLeftovers();
        SignedManifest kept = shop.releases()
                .fetchedManifest(fetched.release().directory().toRealPath())
                .orElseThrow();
        kept.requireSignedBy(List.of(origin.key.trusted()));
    }

    @Test
    void whatAFormerRunHasLeftDoesNotCountAsDownloaded() throws Exception {
        Manifest manifest = origin.publish("1", OriginServer.NOW, Map.of("vmlinuz", "kernel", "rootfs.sqfs", "one"));
        Manifest.Entry kernel = Objects.requireNonNull(manifest.artifacts().get("kernel"));
        Path partial = new StoreLayout(shop.artifacts).partial();
        try (var former = new BlobFetcher(Samples.patient())) {
            former.fetch(
                    List.of(new RemoteArtifact(
                            "kernel", kernel.size(), kernel.digest(), List.of(origin.uri(kernel.blob())))),
                    partial,
                    Progress.NONE);
        }
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
        assertEquals(3, fetch().downloadedBytes());
        assertEquals(1, origin.requests(kernel.blob()));
    }

    @Test
    void whatIsThereIsNotDownloadedAgain() throws Exception {
        origin.publish("1", OriginServer.NOW, Map.of("vmlinuz", "kernel", "rootfs.sqfs", "one"));
        fetch();
        Manifest second = origin.publish(
                "2", OriginServer.NOW.plusSeconds(60), Map.of("vmlinuz", "kernel", "rootfs.sqfs", "two"));
        assertEquals(3, fetch().downloadedBytes());
        String kernel = Objects.requireNonNull(second.artifacts().get("kernel")).blob();
        assertEquals(1, origin.requests(kernel));
        assertEquals(Map.of("vmlinuz", "kernel", "rootfs.sqfs", "two"), shop.visible());
        assertEquals(List.of("2", "1"), shop.versions());
    }

    @Test
    void theSameAgainOnlyRenewsTheManifest() throws Exception {
        origin.publish("1");
        fetch();
        origin.publish("1", OriginServer.NOW.plusSeconds(86_400), Shop.contents("1"));
        shop.advance(86_400);
        Fetched again = fetch();
        assertTrue(again.wasThere());
        assertEquals(0, again.downloadedBytes());
        assertEquals(
                OriginServer.NOW.plusSeconds(86_400),
                SignedManifest.parse(Files.readAllBytes(again.release().manifestFile()))
                        .manifest()
                        .createdAt());
    }

    @Test
    void filesWithTheSameBytesAreFetchedOnce() throws Exception {
        origin.publish("1", OriginServer.NOW, Map.of("vmlinuz", "same", "rescue.img", "same"));
        fetch();
        assertEquals(Map.of("vmlinuz", "same", "rescue.img", "same"), shop.visible());
        shop.assertAllWhole();
        shop.assertNoLeftovers();
    }

    @Test
    void worksWhereThereAreNoBlobs() throws Exception {
        Manifest manifest = origin.publish("1");
        manifest.artifacts().values().forEach(entry -> origin.remove(entry.blob()));
        fetch();
        shop.assertCurrent("1");
    }

    @Test
    void aManifestMayBeNamedItself() throws Exception {
        origin.publish("1");
        shop.fetcher(trust())
                .fetch(
                        Origin.of(origin.uri("/manifest.json").toString(), "edge", "aarch64"),
                        false,
                        5,
                        ProgressDisplay::none);
        shop.assertCurrent("1");
    }

    @Test
    void wrongBytesAreRefused() throws Exception {
        Manifest manifest = origin.publish("1");
        Manifest.Entry kernel = Objects.requireNonNull(manifest.artifacts().get("kernel"));
        origin.replace(kernel.blob(), "KERNEL of 1");
        origin.replace(kernel.path(), "KERNEL of 1");
        assertRefused(": what came from " + origin.uri(kernel.blob()) + " has the digest sha256:6f707f");
        assertRefused(kernel.digest().hex());
    }

    @Test
    void aWrongLengthIsRefused() throws Exception {
        Manifest manifest = origin.publish("1");
        Manifest.Entry kernel = Objects.requireNonNull(manifest.artifacts().get("kernel"));
        origin.replace(kernel.blob(), "kernel of 1, and more");
        origin.replace(kernel.path(), "kernel of 1, and more");
        assertRefused("has 21 bytes; the manifest says 11");
    }

    @Test
    void anExpiredManifestIsRefused() throws Exception {
        origin.publish("1", OriginServer.NOW.minus(OriginServer.LIFETIME).minusSeconds(1), Shop.contents("1"));
        assertRefused("the manifest has expired at 2026-11-22T10:14:59Z, and it is 2026-11-22T10:15:00Z now");
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        SigningKey other = SigningKey.generate();
        origin.sign(origin.publish("1"), other);
        assertRefused("is signed by another key: " + other.trusted().id());
    }

    @Test
    void anUnsignedManifestIsRefusedUnlessThatIsWanted() throws Exception {
        origin.sign(origin.publish("1"));
        assertRefused("the manifest is not signed");
        shop.fetcher(Trust.inAnyone()).fetch(origin.origin(), false, 5, ProgressDisplay::none);
        shop.assertCurrent("1");
    }

    @Test
    void aChangedManifestIsRefused() throws Exception {
        String text =
                SignedManifest.sign(origin.publish("1"), List.of(origin.key)).text();
        origin.replace("/stable/x86_64/manifest.json", text.replace("\"version\":\"1\"", "\"version\":\"2\""));
        assertRefused("does not fit the manifest: it was changed after it was signed");
    }

    @Test
    void whatIsNoManifestIsRefused() throws Exception {
        origin.replace("/stable/x86_64/manifest.json", "<html>Welcome to nginx</html>");
        assertRefused("the manifest is no JSON");
        origin.replace("/stable/x86_64/manifest.json", "x".repeat(SignedManifest.LARGEST_BYTES + 1));
        assertRefused("too large for a manifest");
        origin.remove("/stable/x86_64/manifest.json");
        assertRefused("/stable/x86_64/manifest.json answered 404: the server has no such channel and architecture");
    }

    @Test
    void theManifestOfAnotherPlaceIsRefused() throws Exception {
        Manifest manifest = origin.publish("1");
        origin.sign(
                new Manifest(
                        manifest.version(),
                        "edge",
                        manifest.arch(),
                        manifest.createdAt(),
                        manifest.expiresAt(),
                        manifest.artifacts(),
                        manifest.provider()),
                origin.key);
        assertRefused("is the manifest of edge/x86_64; expected stable/x86_64");
    }

    /** The URL of a manifest says as well where it is from, and so does who asks. */
    @Test
    void thePlaceCountsWhateverNamesIt() throws Exception {
        origin.publish("1");
        byte[] manifest = origin.manifestBytes();
        origin.replace("/testing/aarch64/manifest.json", new String(manifest, StandardCharsets.UTF_8));
        var anywhere = new Place(Optional.empty(), Optional.empty());
        var arm = new Place(Optional.empty(), Optional.of("arm64"));
        for (Origin wrong : List.of(
                Origin.of(origin.uri("/testing/aarch64/manifest.json").toString(), "stable", "x86_64", anywhere),
                Origin.of(origin.uri("/stable/x86_64/manifest.json").toString(), "stable", "x86_64", arm),
                Origin.of(origin.uri("/manifest.json").toString(), "stable", "x86_64", arm),
                Origin.of(origin.uri("/manifest.json").toString(), "x", "x", Place.of("testing", "x86_64")))) {
            for (boolean fetch : new boolean[] {true, false}) {
                var e = assertThrows(ReleaseException.class, () -> {
                    if (fetch) {
                        shop.fetcher(trust()).fetch(wrong, false, 5, ProgressDisplay::none);
                    } else {
                        RemoteRelease.find(wrong, Samples.hasty());
                    }
                });
                assertTrue(e.getMessage().contains("is the manifest of stable/x86_64; expected "), e.getMessage());
            }
        }
        Origin right =
                Origin.of(origin.uri("/stable/x86_64/manifest.json").toString(), "x", "x", Place.of("stable", "amd64"));
        RemoteRelease.find(right, Samples.hasty());
    }

    @ParameterizedTest
    @CsvSource({"testing,aarch64", "testing,x86_64", "stable,aarch64"})
    void aDirectoryIsHeldAgainstItsPlaceToo(String channel, String arch) throws Exception {
        Manifest manifest = origin.publish("1");
        byte[] bytes = SignedManifest.sign(manifest, List.of(origin.key)).bytes();
        Path plain = Files.createDirectories(directory.resolve("usb"));
        Files.write(plain.resolve("manifest.json"), bytes);
        Path tree = Files.createDirectories(
                directory.resolve("tree").resolve(channel).resolve(arch));
        Files.write(tree.resolve("manifest.json"), bytes);
        Path elsewhere = Files.write(directory.resolve("m.json"), bytes);
        for (Path place : List.of(plain, directory.resolve("tree"))) {
            for (Optional<Path> file : List.of(Optional.<Path>empty(), Optional.of(elsewhere))) {
                var e = assertThrows(ReleaseException.class, () -> LocalRelease.find(place, channel, arch, file));
                String why = " is the manifest of stable/x86_64; expected " + channel + "/" + arch;
                assertTrue(e.getMessage().contains(why), e.getMessage());
            }
        }
        LocalRelease.find(plain, "stable", "amd64", Optional.empty());
    }

    @Test
    void anOlderReleaseIsRefusedUnlessThatIsWanted() throws Exception {
        origin.publish("1.10");
        fetch();
        origin.publish("1.9", OriginServer.NOW.plusSeconds(60), Shop.contents("1.9"));
        String message = refusal(trust());
        assertTrue(message.startsWith("release 1.9 is offered, older than 1.10, which is here"), message);
        shop.assertCurrent("1.10");
        shop.fetcher(trust()).fetch(origin.origin(), true, 5, ProgressDisplay::none);
        shop.assertCurrent("1.9");
    }

    /** Versions without an order, such as names: the time of the manifest tells. */
    @Test
    void anOlderManifestIsRefusedWhateverTheVersionSays() throws Exception {
        origin.publish("bookworm", OriginServer.NOW, Shop.contents("bookworm"));
        fetch();
        origin.publish("trixie", OriginServer.NOW.minusSeconds(1), Shop.contents("trixie"));
        String message = refusal(trust());
        assertTrue(
                message.startsWith(
                        "the manifest offered (release trixie) was made at 2026-11-22T10:14:59Z, before the"),
                message);
        shop.assertCurrent("bookworm");
    }

    @Test
    void aVersionThatExistsWithOtherContentIsRefused() throws Exception {
        origin.publish("1");
        fetch();
        origin.publish("1", OriginServer.NOW.plusSeconds(60), Shop.contents("other"));
        assertTrue(refusal(trust()).contains("release 1 of stable/x86_64 exists with other content"));
        shop.assertCurrent("1");
        shop.assertNoLeftovers();
    }

    @Test
    void aFailureKeepsWhatIsHereAndWhatHasCome() throws Exception {
        origin.publish("1");
        fetch();
        Manifest second = origin.publish("2", OriginServer.NOW.plusSeconds(60), Shop.contents("2"));
        Manifest.Entry rootfs = Objects.requireNonNull(second.artifacts().get("rootfs"));
        origin.remove(rootfs.blob());
        origin.remove(rootfs.path());
        assertTrue(refusal(trust()).contains("404"));
        shop.assertCurrent("1");
        origin.publish("2", OriginServer.NOW.plusSeconds(60), Shop.contents("2"));
        fetch();
        shop.assertCurrent("2");
        shop.assertNoLeftovers();
    }

    @Test
    void verifiesAtTheOriginAndInADirectory() throws Exception {
        Manifest manifest = origin.publish("1");
        Manifest.Entry kernel = Objects.requireNonNull(manifest.artifacts().get("kernel"));
        fetch();
        CheckableRelease remote = RemoteRelease.find(origin.origin(), Samples.hasty());
        CheckableRelease local = LocalRelease.find(shop.artifacts, Shop.CHANNEL, Shop.ARCH, Optional.empty());
        for (CheckableRelease release : List.of(remote, local)) {
            trust().require(release.manifest(), OriginServer.NOW);
            List<CheckedArtifact> checked = release.check(Progress.NONE);
            assertEquals(
                    List.of("kernel", "rootfs"),
                    checked.stream().map(CheckedArtifact::name).toList());
            assertTrue(checked.stream().allMatch(CheckedArtifact::isRight), checked.toString());
        }
        origin.replace(kernel.blob(), "KERNEL of 1");
        Files.writeString(shop.artifacts.resolve("stable/x86_64/vmlinuz"), "KERNEL of 1");
        for (CheckableRelease release : List.of(remote, local)) {
            List<CheckedArtifact> checked = release.check(Progress.NONE);
            String problem = checked.getFirst().problem().orElseThrow();
            assertTrue(problem.contains(kernel.digest().hex()), problem);
            assertTrue(checked.getLast().isRight());
        }
    }

    @Test
    void aDirectoryMayBeAnyWithAManifestBesideTheFiles() throws Exception {
        Manifest manifest = origin.publish("1");
        Path plain = Files.createDirectories(directory.resolve("usb"));
        for (Map.Entry<String, String> file : new TreeMap<>(Shop.contents("1")).entrySet()) {
            Files.writeString(plain.resolve(file.getKey()), file.getValue());
        }
        byte[] bytes = SignedManifest.sign(manifest, List.of(origin.key)).bytes();
        Path elsewhere = Files.write(directory.resolve("m.json"), bytes);
        var e = assertThrows(
                ReleaseException.class, () -> LocalRelease.find(plain, "stable", "x86_64", Optional.empty()));
        assertTrue(e.getMessage().startsWith("there is no manifest.json in " + plain), e.getMessage());
        LocalRelease named = LocalRelease.find(plain, "stable", "x86_64", Optional.of(elsewhere));
        Files.write(plain.resolve("manifest.json"), bytes);
        LocalRelease found = LocalRelease.find(plain, "stable", "x86_64", Optional.empty());
        assertArrayEquals(named.manifest().bytes(), found.manifest().bytes());
        Files.delete(plain.resolve("vmlinuz"));
        List<CheckedArtifact> checked = found.check(Progress.NONE);
        assertEquals(Optional.of("no such file"), checked.getFirst().problem());
        assertTrue(checked.getLast().isRight());
    }

    @Test
    void urlsThatAreNoneAreRefused() {
        for (String url : List.of("boot.example", "ftp://boot.example/", "http://", "http://a b/", "http://h/?x=1")) {
            var e = assertThrows(ReleaseException.class, () -> Origin.of(url, "stable", "x86_64"));
            assertTrue(e.getMessage().startsWith("\"" + url + "\": expected the URL of a provider"), e.getMessage());
        }
    }

    @Test
    void theAddressOfAReleaseIsThatOfItsFiles() throws Exception {
        Manifest.Entry entry = Manifest.Entry.of("stable", "x86_64", "a b/c", Digest.ofContent(new byte[0]), 0);
        for (String url : List.of(
                "http://h/boot/releases/stable/x86_64/1+1",
                "http://h/boot/releases/stable/x86_64/1+1/",
                "http://h/boot/releases/stable/x86_64/1%2B1/manifest.json")) {
            Origin one = Origin.of(url, "edge", "aarch64");
            String directory = "http://h/boot/releases/stable/x86_64/1%2B1/";
            assertEquals(directory + "manifest.json", one.manifest().toString(), url);
            assertEquals(
                    List.of(directory + "a%20b/c", "http://h/boot" + entry.blob()),
                    one.artifact("a b/c", entry).places().stream()
                            .map(Object::toString)
                            .toList());
        }
        for (String url :
                List.of("http://h/releases/", "http://h/releases/stable/x86_64/", "http://h/releases/a/b/.c")) {
            assertEquals(Optional.empty(), Origin.of(url, "stable", "x86_64").release(), url);
        }
        assertEquals(
                "http://h/releases",
                Origin.of("http://h/releases/stable/x86_64/manifest.json", "stable", "x86_64")
                        .base());
    }

    @Test
    void theManifestOfAnotherReleaseIsRefused() throws Exception {
        origin.publish("1");
        origin.replace(
                "/releases/stable/x86_64/2/manifest.json", new String(origin.manifestBytes(), StandardCharsets.UTF_8));
        var from = Origin.of(origin.uri("/releases/stable/x86_64/2/").toString(), "stable", "x86_64");
        var trust = Trust.in(List.of(origin.key.trusted()));
        var e = assertThrows(
                ReleaseException.class, () -> shop.fetcher(trust).fetch(from, true, 5, ProgressDisplay::none));
        assertTrue(
                e.getMessage()
                        .endsWith("/releases/stable/x86_64/2/manifest.json is the manifest of release 1; expected 2"),
                e.getMessage());
    }

    @Test
    void aPrefixOfAProxyIsKept() throws Exception {
        Manifest.Entry entry = Manifest.Entry.of("stable", "x86_64", "vmlinuz", Digest.ofContent(new byte[0]), 0);
        for (String url : List.of("http://h/boot/", "http://h/boot", "http://h/boot/stable/x86_64/manifest.json")) {
            Origin prefixed = Origin.of(url, "stable", "x86_64");
            assertEquals(
                    "http://h/boot/stable/x86_64/manifest.json",
                    prefixed.manifest().toString(),
                    url);
            assertEquals(
                    "http://h/boot/stable/x86_64/vmlinuz",
                    prefixed.artifact("kernel", entry).places().getLast().toString(),
                    url);
        }
        assertEquals(
                "http://h/stable/x86_64/vmlinuz",
                Origin.of("http://h/manifest.json", "edge", "x")
                        .artifact("kernel", entry)
                        .places()
                        .getLast()
                        .toString());
    }
}
