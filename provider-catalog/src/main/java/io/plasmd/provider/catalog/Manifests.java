package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.SignedManifest;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifests of what is in the artifacts directory. One stays the same, to the last byte, for as long as the artifacts
 * do and half of its lifetime is left.
 */
final class Manifests {
    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);

    private final TreeScanner scanner;
    private final Releases releases;
    private final ManifestMaker maker;
    private final Blobs blobs;
    private final InstantSource clock;
    private final Map<Place, MadeManifest> made = new ConcurrentHashMap<>();

    /** One architecture of a channel, by the name that it has on disk. */
    record Place(String channel, String arch) {}

    /** What there is to say of a channel and architecture. */
    sealed interface Answer {
        /**
         * There is one.
         *
         * @param document always there for those who want to send it
         */
        record Found(MadeManifest made, Optional<Document> document) implements Answer {}

        /** A digest is still being computed. */
        record NotYet() implements Answer {}

        record None() implements Answer {}
    }

    Manifests(TreeScanner scanner, Releases releases, ManifestMaker maker, Blobs blobs, InstantSource clock) {
        this.scanner = scanner;
        this.releases = releases;
        this.maker = maker;
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * As the artifacts are now.
     *
     * @throws UncheckedIOException where nobody knows what there is
     */
    private Answer get(String channel, String arch, boolean toSend) {
        Optional<ArtifactDirectory> directory = scanner.scan(channel, arch);
        List<Artifact> artifacts =
                directory.stream().flatMap(found -> found.artifacts().stream()).toList();
        if (artifacts.isEmpty()) {
            return new Answer.None();
        }
        if (artifacts.stream().anyMatch(artifact -> artifact.digest().isEmpty())) {
            return new Answer.NotYet();
        }
        ManifestSource source = source(directory.orElseThrow(), artifacts);
        return ready(made.get(source.place()), source, toSend).orElseGet(() -> make(source, toSend));
    }

    private Optional<Answer> ready(@Nullable MadeManifest before, ManifestSource source, boolean toSend) {
        if (before == null || !before.isFor(source, clock.instant())) {
            return Optional.empty();
        }
        Optional<Document> document = Optional.ofNullable(before.document().get());
        return document.isPresent() || !toSend ? Optional.of(new Answer.Found(before, document)) : Optional.empty();
    }

    private Answer make(ManifestSource source, boolean toSend) {
        var answer = new AtomicReference<Answer>();
        made.compute(source.place(), (place, last) -> {
            Optional<Answer> ready = ready(last, source, toSend);
            if (ready.isPresent()) {
                answer.set(ready.get());
                return last;
            }
            blobs.announce(source.artifacts());
            Answer.Found fresh = make(source, Optional.ofNullable(last));
            answer.set(fresh);
            return fresh.made();
        });
        return Objects.requireNonNull(answer.get(), "made");
    }

    /** Ready to be sent, if it is of what a directory has and nothing else. */
    Optional<Document> documentOf(ArtifactDirectory directory) {
        return get(directory.channel(), directory.arch(), true) instanceof Answer.Found found
                        && found.made().source().realPath().equals(directory.realPath())
                ? found.document()
                : Optional.empty();
    }

    /** Ready to be sent. */
    Document.Answer document(String channel, String arch) {
        return switch (get(channel, arch, true)) {
            case Answer.Found found ->
                new Document.Answer.Found(found.document().orElseThrow());
            case Answer.NotYet() -> new Document.Answer.NotYet();
            case Answer.None() -> new Document.Answer.None();
        };
    }

    /** The same for those who only watch: where nobody can look just now, that says nothing of the manifest. */
    Answer look(String channel, String arch) {
        try {
            return get(channel, arch, false);
        } catch (UncheckedIOException e) {
            LOG.debug("cannot look at {}/{}", channel, arch, e);
            return new Answer.NotYet();
        }
    }

    private ManifestSource source(ArtifactDirectory directory, List<Artifact> artifacts) {
        return new ManifestSource(
                // The directory that was found may have the other name of the architecture.
                new Place(directory.channel(), directory.arch()),
                directory.realPath(),
                artifacts,
                releases.record(directory.realPath()).map(ManifestMaker.Published::of),
                maker.signs() ? Optional.empty() : releases.fetchedManifest(directory.realPath()),
                !maker.signs() && Releases.hasManifest(directory.realPath()));
    }

    private Answer.Found make(ManifestSource source, Optional<MadeManifest> last) {
        Manifest wanted = maker.describe(source.place(), source.artifacts(), source.release());
        Optional<MadeManifest> same = last.filter(one -> one.isFor(source, clock.instant()));
        // A release that came from elsewhere keeps the signature of its origin, which is what its clients believe.
        Optional<SignedManifest> fetched =
                source.fetched().filter(signed -> signed.manifest().sameContent(wanted));
        SignedManifest signed = fetched.or(() -> same.map(one -> maker.again(wanted, one.createdAt())))
                .orElseGet(() -> maker.make(wanted, last.map(MadeManifest::createdAt)));
        Manifest manifest = signed.manifest();
        boolean datedUniquely = same.map(MadeManifest::datedUniquely)
                .orElseGet(() -> last.isEmpty() || last.get().createdAt().isBefore(manifest.createdAt()));
        var document = Document.dated("application/json", signed.bytes(), manifest.createdAt(), datedUniquely);
        var fresh = new MadeManifest(
                source,
                manifest.version(),
                manifest.createdAt(),
                manifest.expiresAt(),
                signed.keyIds(),
                datedUniquely,
                fetched.isPresent(),
                fetched.isPresent() ? Instant.MAX : maker.renewal(manifest),
                new SoftReference<>(document));
        return new Answer.Found(fresh, Optional.of(document));
    }

    /** Brings those up to date that have been asked for, so that what is said of them does not depend on who asks when. */
    void refresh() {
        for (Place place : List.copyOf(made.keySet())) {
            if (look(place.channel(), place.arch()) instanceof Answer.None) {
                made.remove(place);
            }
        }
    }

    /** Those that have been asked for. */
    List<MadeManifest> known() {
        return made.values().stream()
                .sorted(Comparator.comparing(
                                (MadeManifest one) -> one.source().place().channel())
                        .thenComparing(one -> one.source().place().arch()))
                .toList();
    }
}
