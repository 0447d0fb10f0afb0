package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever the files are called and however large they are: from publishing to checking nothing is lost or mixed up. */
class RandomReleaseTest {
    private static final List<String> ROLE_FILES =
            List.of("kernel", "vmlinuz", "initramfs.img", "initrd.img", "rootfs.sqfs", "rootfs", "initramfs");

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("aZ09 _-+~.,@=&?#'\"(){}[]!$*|<>^`éß\u4e2d\ud83d\ude80")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(name -> Names.isArtifact(name)
                        && StandardCharsets.UTF_8.newEncoder().canEncode(name));
        return Arbitraries.oneOf(any, Arbitraries.of(ROLE_FILES));
    }

    @Property(tries = 40)
    void aReleaseIsWhatWasPublished(@ForAll @Size(max = 8) Map<@From("names") String, Long> seeds, @ForAll long damage)
            throws Exception {
        Path directory = Files.createTempDirectory("random-release");
        try {
            var shop = new Shop(directory);
            Map<String, byte[]> contents = new TreeMap<>();
            seeds.forEach((name, seed) -> contents.put(name, content(seed)));
            contents.put("vmlinuz", content(damage));
            Release release = publish(shop, contents);

            Manifest manifest = new DirectoryManifest(shop.artifacts, Shop.ROLES)
                    .make(Shop.CHANNEL, Shop.ARCH, "test", shop.clock().instant(), Duration.ofDays(1));
            SignedManifest signed = SignedManifest.sign(manifest, List.of(SigningKey.generate()));
            assertEquals(manifest, SignedManifest.parse(signed.bytes()).manifest());
            var local = new LocalRelease(release.directory(), signed);
            assertTrue(local.check(Progress.NONE).stream().allMatch(CheckedArtifact::isRight));
            manifest.artifacts().forEach((name, entry) -> {
                byte[] content = contents.get(entry.filename());
                assertEquals(Digest.ofContent(content == null ? new byte[0] : content), entry.digest(), name);
            });
            assertEquals(
                    Optional.of("vmlinuz"),
                    Optional.ofNullable(manifest.artifacts().get("kernel")).map(Manifest.Entry::filename));

            assertDamageIsFound(local, new Random(damage));
        } finally {
            Trees.delete(directory);
        }
    }

    /** From one byte to a few hundred thousand, with sizes about those of buffers. */
    private static byte[] content(long seed) {
        var random = new Random(seed);
        int size =
                random.nextBoolean() ? 1 + random.nextInt(200_000) : Math.max(1, (128 * 1024) + random.nextInt(3) - 1);
        byte[] content = new byte[size];
        random.nextBytes(content);
        return content;
    }

    private static Release publish(Shop shop, Map<String, byte[]> contents) throws Exception {
        List<PublishRequest.Source> sources = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            Path path = Files.write(shop.work.resolve("file-" + number++), file.getValue());
            sources.add(new PublishRequest.Source(file.getKey(), path, Optional.of(Digest.ofContent(file.getValue()))));
        }
        var request = new PublishRequest(Shop.CHANNEL, Shop.ARCH, Optional.empty(), sources, false, 5);
        return shop.publisher().publish(request, ProgressDisplay::none).release();
    }

    /** One bit of one file: that artifact, and no other, is no longer right. */
    private static void assertDamageIsFound(LocalRelease release, Random random) throws Exception {
        List<Map.Entry<String, Manifest.Entry>> all =
                List.copyOf(release.manifest().manifest().artifacts().entrySet());
        Map.Entry<String, Manifest.Entry> chosen = all.get(random.nextInt(all.size()));
        Path file = release.directory().resolve(chosen.getValue().filename());
        byte[] content = Files.readAllBytes(file);
        content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, content);
        List<String> wrong = release.check(Progress.NONE).stream()
                .filter(artifact -> !artifact.isRight())
                .map(CheckedArtifact::name)
                .toList();
        assertEquals(List.of(chosen.getKey()), wrong);
    }
}
