package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Any sequence of publishing, going back, removing, downloading and breaking off, held against a model of a few lines:
 * what is current, what is kept, and that every release that is there is whole.
 */
class StoreModelTest {

    /** One step of a sequence. */
    sealed interface Step {
        /** Publishes; which of a few kernels and root file systems decides what can be shared. */
        record Publish(int version, int kernel, int rootfs, int keep) implements Step {}

        /** Publishes on a disk that is full after so many changes. */
        record PublishUntilFull(int version, int kernel, int works) implements Step {}

        record Rollback() implements Step {}

        record RollbackTo(int version) implements Step {}

        record BeginDownload(int version) implements Step {}

        record EndDownload() implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> version = Arbitraries.integers().between(1, 8);
        Arbitrary<Integer> content = Arbitraries.integers().between(1, 3);
        Arbitrary<Step> publish = Combinators.combine(
                        version, content, content, Arbitraries.integers().between(1, 5))
                .as(Step.Publish::new);
        Arbitrary<Step> full = Combinators.combine(
                        version, content, Arbitraries.integers().between(0, 60))
                .as(Step.PublishUntilFull::new);
        Arbitrary<Step> one = Arbitraries.frequencyOf(
                Tuple.of(5, publish),
                Tuple.of(2, full),
                Tuple.of(2, Arbitraries.of(new Step.Rollback())),
                Tuple.of(1, version.map(Step.RollbackTo::new)),
                Tuple.of(2, version.map(Step.BeginDownload::new)),
                Tuple.of(1, Arbitraries.of(new Step.EndDownload())));
        return one.list().ofMinSize(1).ofMaxSize(25);
    }

    @Property(tries = 80)
    void theStoreDoesAsTheModelSays(@ForAll("steps") List<Step> steps) throws Exception {
        Path directory = Files.createTempDirectory("store-model");
        try (var run = new Run(directory)) {
            for (Step step : steps) {
                run.apply(step);
                run.check();
            }
        } finally {
            Trees.delete(directory);
        }
    }

    /** What a release is in the model. */
    private record Kept(Map<String, String> files, Optional<String> previous, int order) {}

    /** The real store and the model, side by side. */
    private static final class Run implements AutoCloseable {
        private final Shop shop;
        private final ReleaseUse uses = new ReleaseUse();
        private final Deque<Closeable> downloads = new ArrayDeque<>();
        private final List<String> downloading = new ArrayList<>();
        private final Map<String, Kept> kept = new LinkedHashMap<>();
        private @Nullable String current;
        private int order;

        Run(Path directory) throws IOException {
            shop = new Shop(directory);
        }

        void apply(Step step) throws Exception {
            switch (step) {
                case Step.Publish(int version, int kernel, int rootfs, int keep) ->
                    publish("v" + version, files(kernel, rootfs), keep);
                case Step.PublishUntilFull(int version, int kernel, int works) ->
                    publishUntilFull("v" + version, files(kernel, 1), works);
                case Step.Rollback() -> rollback(previous());
                case Step.RollbackTo(int version) -> rollbackTo("v" + version);
                case Step.BeginDownload(int version) -> begin("v" + version);
                case Step.EndDownload() -> end();
            }
        }

        private Kept of(String version) {
            return Objects.requireNonNull(kept.get(version), version);
        }

        private static Map<String, String> files(int kernel, int rootfs) {
            return Map.of("vmlinuz", "kernel " + kernel, "rootfs.sqfs", "root file system " + rootfs);
        }

        private void publish(String version, Map<String, String> files, int keep) throws Exception {
            PublishRequest plain = shop.request(version, files);
            var request =
                    new PublishRequest(plain.channel(), plain.arch(), plain.version(), plain.sources(), false, keep);
            shop.advance(1);
            boolean isRefused =
                    kept.containsKey(version) && !of(version).files().equals(files);
            try {
                shop.publisher().publish(request, ProgressDisplay::none);
                assertTrue(!isRefused, version + " was published with other content");
            } catch (ReleaseException e) {
                assertTrue(isRefused, e.getMessage());
                return;
            }
            becameCurrent(version, files);
            List<String> newestFirst = kept.keySet().stream()
                    .sorted((a, b) -> Integer.compare(of(b).order(), of(a).order()))
                    .filter(one -> !one.equals(current))
                    .toList();
            newestFirst.stream()
                    .skip(keep - 1)
                    .filter(one -> !downloading.contains(one))
                    .forEach(kept::remove);
        }

        private void becameCurrent(String version, Map<String, String> files) {
            kept.putIfAbsent(version, new Kept(files, Optional.ofNullable(current), order++));
            current = version;
        }

        private void publishUntilFull(String version, Map<String, String> files, int works) throws Exception {
            PublishRequest request = shop.request(version, files);
            shop.advance(1);
            var disk = new BreakingDisk(BreakingDisk.Break.FULL, works);
            Optional<String> before = Optional.ofNullable(current);
            try {
                shop.publisher(disk).publish(request, ProgressDisplay::none);
                becameCurrent(version, files);
            } catch (ReleaseException e) {
                // Refused, or broken off: before the new one was current, or after.
                Optional<Release> now = shop.releases().current(Shop.CHANNEL, Shop.ARCH);
                if (!now.map(Release::version).equals(before)) {
                    assertEquals(Optional.of(version), now.map(Release::version));
                    becameCurrent(version, files);
                }
            }
        }

        private Optional<String> previous() {
            return current == null ? Optional.empty() : of(current).previous();
        }

        private void rollback(Optional<String> expected) {
            boolean works = expected.isPresent() && kept.containsKey(expected.get());
            try {
                shop.publisher().rollback(Shop.CHANNEL, Shop.ARCH, Optional.empty());
                assertTrue(works, "went back where there was nothing to go back to");
                current = expected.orElseThrow();
            } catch (ReleaseException e) {
                assertTrue(!works, e.getMessage());
            }
        }

        private void rollbackTo(String version) {
            boolean works = current != null && kept.containsKey(version);
            try {
                shop.publisher().rollback(Shop.CHANNEL, Shop.ARCH, Optional.of(version));
                assertTrue(works, "went back to " + version);
                current = version;
            } catch (ReleaseException e) {
                assertTrue(!works, e.getMessage());
            }
        }

        private void begin(String version) throws IOException {
            if (kept.containsKey(version)) {
                Path real = shop.artifacts.toRealPath();
                downloads.add(uses.begin(
                        real.resolve(".releases/stable/x86_64").resolve(version).resolve("vmlinuz")));
                downloading.add(version);
            }
        }

        private void end() throws IOException {
            if (!downloads.isEmpty()) {
                downloads.removeFirst().close();
                downloading.removeFirst();
            }
        }

        void check() throws IOException {
            assertEquals(
                    Optional.ofNullable(current),
                    shop.releases().current(Shop.CHANNEL, Shop.ARCH).map(Release::version));
            assertEquals(kept.keySet(), new HashSet<>(shop.versions()));
            assertEquals(
                    current == null
                            ? new TreeMap<>()
                            : new TreeMap<>(of(current).files()),
                    shop.visible());
            shop.assertAllWhole();
            assertStoredOnce();
        }

        /** As many files on disk as there are different contents, unless one was stored while its twin was removed. */
        private void assertStoredOnce() throws IOException {
            Map<Digest, Set<Object>> inodes = new HashMap<>();
            for (Release release : shop.releases().all()) {
                for (var file : release.record().files().entrySet()) {
                    inodes.computeIfAbsent(file.getValue().digest(), d -> new HashSet<>())
                            .add(Files.getAttribute(release.directory().resolve(file.getKey()), "unix:ino"));
                }
            }
            inodes.forEach((digest, files) -> assertEquals(1, files.size(), digest.hex() + " is stored twice"));
        }

        @Override
        public void close() throws IOException {
            for (Closeable download : downloads) {
                download.close();
            }
        }
    }
}
