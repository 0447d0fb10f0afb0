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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching what is here already: nobody on the way moves a mirror back, shortens its life, or keeps it damaged. */
@Timeout(60)
class FetchAgainTest {
    private static final Instant LATER = OriginServer.NOW.plusSeconds(3600);

    @TempDir
    private Path directory;

    private Shop shop;
    private OriginServer origin;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
        origin = new OriginServer();
        shop.advance(2 * 3600);
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
    }

    private Fetched fetch() throws Exception {
        return fetch(false, Trust.in(List.of(origin.key.trusted())));
    }

    private Fetched fetch(boolean allowOlder, Trust trust) throws Exception {
        return shop.fetcher(trust).fetch(origin.origin(), allowOlder, 3, ProgressDisplay::none);
    }

    private String refusal() {
        return String.valueOf(assertThrows(ReleaseException.class, this::fetch).getMessage());
    }

    private Path current() {
        return shop.artifacts.resolve("stable/x86_64");
    }

    private byte[] manifest() throws IOException {
        return Files.readAllBytes(current().resolve(".manifest.json"));
    }

    @Test
    void anOlderManifestOfTheSameFilesDoesNotReplaceANewerOne() throws Exception {
        origin.publish("1", OriginServer.NOW, Shop.contents("1"));
        byte[] old = origin.manifestBytes();
        origin.publish("1", LATER, Shop.contents("1"));
        fetch();
        byte[] newer = manifest();
        origin.replaceManifest(old);
        Fetched again = fetch();
        assertTrue(again.isOlder());
        assertTrue(again.wasThere());
        assertEquals(0, again.downloadedBytes());
        assertArrayEquals(newer, manifest());
        assertFalse(fetchAllowingOlder().isOlder());
        assertArrayEquals(old, manifest());
    }

    private Fetched fetchAllowingOlder() throws Exception {
        return fetch(true, Trust.in(List.of(origin.key.trusted())));
    }

    /** Two servers with the same files, or an origin that went back and forth: nothing is older than itself. */
    @Test
    void theSameFilesUnderAnotherVersionAreNoOlderRelease() throws Exception {
        origin.publish("2", LATER, Shop.contents("x"));
        fetch();
        origin.publish("1", OriginServer.NOW, Shop.contents("x"));
        assertTrue(fetch().isOlder());
        assertEquals(List.of("2"), shop.versions());
        origin.publish("1", LATER.plusSeconds(1), Shop.contents("x"));
        assertEquals(0, fetch().downloadedBytes());
        assertEquals(
                "1", shop.releases().current("stable", "x86_64").orElseThrow().version());
    }

    @Test
    void aManifestMadeAtTheSameTimeDoesNotExpireSooner() throws Exception {
        Manifest manifest = origin.publish("1", OriginServer.NOW, Shop.contents("1"));
        fetch();
        byte[] before = manifest();
        origin.sign(expiring(manifest, manifest.expiresAt().minusSeconds(86_400)), origin.key);
        fetch();
        assertArrayEquals(before, manifest());
        origin.sign(expiring(manifest, manifest.expiresAt().plusSeconds(86_400)), origin.key);
        fetch();
        assertArrayEquals(origin.manifestBytes(), manifest());
    }

    private static Manifest expiring(Manifest manifest, Instant time) {
        return new Manifest(
                manifest.version(),
                manifest.channel(),
                manifest.arch(),
                manifest.createdAt(),
                time,
                manifest.artifacts(),
                manifest.provider());
    }

    /** Signatures are not signed themselves: whoever knows the other key only would be left out. */
    @Test
    void aSignatureThatWasTakenAwayOnTheWayIsNotMissedHere() throws Exception {
        SigningKey other = SigningKey.generate();
        Manifest manifest = origin.publish("1");
        origin.sign(manifest, origin.key, other);
        byte[] both = origin.manifestBytes();
        fetch();
        origin.sign(manifest, origin.key);
        fetch();
        assertArrayEquals(both, manifest());
        String broken = new String(both, StandardCharsets.UTF_8)
                .replaceFirst("(\"" + other.trusted().id() + "\",\"sig\":\")....", "$1AAAA");
        origin.replaceManifest(broken.getBytes(StandardCharsets.UTF_8));
        fetch();
        assertArrayEquals(both, manifest());

        Manifest second = origin.publish("2", LATER, Shop.contents("2"));
        fetch();
        origin.sign(second, origin.key, other);
        fetch();
        assertArrayEquals(origin.manifestBytes(), manifest());
    }

    /** A rollback here must not open the way for what was current between the two. */
    @Test
    void whatHasBeenSeenCountsAlsoAfterARollbackHere() throws Exception {
        origin.publish("1", OriginServer.NOW, Shop.contents("1"));
        fetch();
        origin.publish("3", LATER, Shop.contents("3"));
        fetch();
        shop.publisher().rollback("stable", "x86_64", Optional.of("1"));
        origin.publish("2", OriginServer.NOW.plusSeconds(60), Shop.contents("2"));
        String message = refusal();
        assertTrue(message.contains("before the one that is here (release 3, made at " + LATER), message);
        origin.publish("3", LATER, Shop.contents("3"));
        fetch();
        shop.assertCurrent("3");
    }

    @Test
    void nothingIsDownloadedThatIsRefused() throws Exception {
        origin.publish("1");
        fetch();
        Manifest other = origin.publish("1", LATER, Shop.contents("other"));
        assertTrue(refusal().contains("exists with other content"));
        for (Manifest.Entry entry : other.artifacts().values()) {
            assertEquals(0, origin.requests(entry.blob()));
        }
    }

    @Test
    void contentVersionsHaveNoOrder() throws Exception {
        List<String> versions = List.of("content-" + "f".repeat(24), "content-" + "0".repeat(24), "2026.11.22.101500");
        for (int i = 0; i < versions.size(); i++) {
            origin.publish(versions.get(i), OriginServer.NOW.plusSeconds(i), Shop.contents("x" + i));
            fetch();
            assertEquals(
                    versions.get(i),
                    shop.releases().current("stable", "x86_64").orElseThrow().version());
        }
        origin.publish("content-" + "1".repeat(24), OriginServer.NOW, Shop.contents("y"));
        assertTrue(refusal().contains("was made at"));
    }

    @Test
    void anArtifactMayNotBeNamedLikeWhatIsSaidAboutThem() throws Exception {
        for (String name : List.of("SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.gpg", "vmlinuz.sha256")) {
            Manifest right = origin.publish("1");
            String text = SignedManifest.sign(right, List.of()).text().replace("\"vmlinuz\"", '"' + name + '"');
            origin.replaceManifest(text.getBytes(StandardCharsets.UTF_8));
            String message = refusal();
            assertTrue(message.contains("are what is said about artifacts, and the server makes them"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "same size and time", "missing", "a link", "added", "touched"})
    void aDamagedReleaseIsMended(String damage) throws Exception {
        Manifest manifest = origin.publish("1");
        fetch();
        Path kernel = current().toRealPath().resolve("vmlinuz");
        FileTime time = Files.getLastModifiedTime(kernel);
        switch (damage) {
            case "changed" -> Files.writeString(kernel, "KERNEL");
            case "same size and time" -> {
                Files.writeString(kernel, "KERNEL of 1");
                Files.setLastModifiedTime(kernel, time);
            }
            case "missing" -> Files.delete(kernel);
            case "a link" -> {
                Files.move(kernel, directory.resolve("elsewhere"));
                Files.createSymbolicLink(kernel, directory.resolve("elsewhere"));
            }
            case "added" -> Files.writeString(kernel.resolveSibling("evil.efi"), "evil");
            default -> Files.setLastModifiedTime(kernel, FileTime.fromMillis(0));
        }
        Fetched mended = fetch();
        assertTrue(mended.wasThere());
        assertEquals(damage.equals("added") || damage.equals("touched") ? 0 : 11, mended.downloadedBytes());
        shop.assertCurrent("1");
        shop.assertAllWhole();
        shop.assertNoLeftovers();
        Manifest.Entry entry = Objects.requireNonNull(manifest.artifacts().get("kernel"));
        long before = origin.requests(entry.blob());
        assertEquals(0, fetch().downloadedBytes());
        assertEquals(before, origin.requests(entry.blob()));
        // Going back to it is possible again.
        shop.publisher().rollback("stable", "x86_64", Optional.of("1"));
    }

    @Test
    void theRightFileIsTakenFromAnotherReleaseIfItIsRightThere() throws Exception {
        origin.publish("1", OriginServer.NOW, Map.of("vmlinuz", "kernel", "rootfs.sqfs", "1"));
        fetch();
        Path first = current().toRealPath();
        Files.copy(first.resolve("vmlinuz"), directory.resolve("copy"));
        origin.publish("2", LATER, Map.of("vmlinuz", "kernel", "rootfs.sqfs", "2"));
        fetch();
        Path kernel = current().toRealPath().resolve("vmlinuz");
        Files.delete(kernel);
        assertEquals(0, fetch().downloadedBytes());
        assertEquals("kernel", Files.readString(kernel));
        // Both are one inode now: what is written there is wrong in both, whatever their time says.
        FileTime time = Files.getLastModifiedTime(kernel);
        Files.writeString(kernel, "KERNEL");
        Files.setLastModifiedTime(kernel, time);
        assertEquals(6, fetch().downloadedBytes());
        assertEquals("kernel", Files.readString(kernel));
    }

    @Test
    void theSignatureOverTheSumsComesAlong() throws Exception {
        Manifest manifest = origin.publish("1");
        fetch();
        byte[] signature = Files.readAllBytes(current().resolve(".sha256sums.sig"));
        assertTrue(Sums.of(manifest).isSignedBy(List.of(origin.key.trusted()), signature));
        assertArrayEquals(
                signature,
                shop.releases()
                        .fetchedSignature(current().toRealPath(), Sums.of(manifest))
                        .orElseThrow());
        // Nobody on the way takes it away, or puts another in its place.
        origin.remove("/stable/x86_64/SHA256SUMS.sig");
        fetch();
        origin.signSums(Sums.of("stable", "x86_64", Map.of("vmlinuz", Digest.ofContent(new byte[1]))), origin.key);
        fetch();
        origin.signSums(Sums.of(manifest), SigningKey.generate());
        fetch();
        origin.replace("/stable/x86_64/SHA256SUMS.sig", "x".repeat(1_000_000));
        fetch();
        assertArrayEquals(signature, Files.readAllBytes(current().resolve(".sha256sums.sig")));
    }

    @Test
    void aSignatureThatDoesNotFitIsNotKept() throws Exception {
        Manifest manifest = origin.publish("1");
        origin.signSums(Sums.of("testing", "x86_64", Map.of("vmlinuz", Digest.ofContent(new byte[1]))), origin.key);
        fetch();
        assertFalse(Files.exists(current().resolve(".sha256sums.sig")));
        assertTrue(shop.releases()
                .fetchedSignature(current().toRealPath(), Sums.of(manifest))
                .isEmpty());
    }
}
