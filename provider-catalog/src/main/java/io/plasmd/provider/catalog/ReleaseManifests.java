package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.ReleaseRecord;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.SignedManifest;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The manifests of kept releases. The current one has that of its channel. One that is not current any more has the one
 * that its channel had when it was published, and that is not renewed: what was gone back from must not look fresh, or
 * whoever stands between could give it to a machine for what the channel has.
 */
final class ReleaseManifests {
    /** More than the clocks of two machines differ that somebody cares for. */
    private static final Duration APART = Duration.ofMinutes(5);

    private final ReleaseTree tree;
    private final Releases releases;
    private final Manifests manifests;
    private final ManifestMaker maker;
    private final Blobs blobs;
    private final InstantSource clock;
    private final Map<Path, SoftReference<Made>> made = new ConcurrentHashMap<>();

    /** Of what, and the manifest of it. */
    private record Made(ArtifactDirectory directory, Instant publishedAt, Document document) {}

    ReleaseManifests(
            ReleaseTree tree,
            Releases releases,
            Manifests manifests,
            ManifestMaker maker,
            Blobs blobs,
            InstantSource clock) {
        this.tree = tree;
        this.releases = releases;
        this.manifests = manifests;
        this.maker = maker;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Ready to be sent. */
    Document.Answer document(ArtifactPlace place) throws IOException {
        Optional<ArtifactDirectory> found = tree.directory(place);
        if (found.isEmpty() || found.get().artifacts().isEmpty()) {
            return new Document.Answer.None();
        }
        ArtifactDirectory directory = found.get();
        return releases.record(directory.realPath())
                .<Document.Answer>map(record ->
                        new Document.Answer.Found(current(directory, record).orElseGet(() -> last(directory, record))))
                .orElseGet(Document.Answer.None::new);
    }

    private Optional<Document> current(ArtifactDirectory directory, ReleaseRecord record) {
        return releases.current(record.channel(), record.arch())
                .filter(release -> release.version().equals(record.version()))
                .flatMap(release -> manifests.documentOf(directory));
    }

    private Document last(ArtifactDirectory directory, ReleaseRecord record) {
        SoftReference<Made> reference = made.get(directory.realPath());
        Made known = reference == null ? null : reference.get();
        if (known != null
                && known.directory().equals(directory)
                && known.publishedAt().equals(record.createdAt())) {
            return known.document();
        }
        requirePast(record);
        blobs.announce(directory.artifacts());
        var place = new Manifests.Place(directory.channel(), directory.arch());
        Manifest wanted = maker.describe(place, directory.artifacts(), Optional.of(ManifestMaker.Published.of(record)));
        SignedManifest signed = fetched(directory, wanted).orElseGet(() -> maker.again(wanted, record.createdAt()));
        var fresh = new Made(directory, record.createdAt(), Document.of("application/json", signed.bytes()));
        made.put(directory.realPath(), new SoftReference<>(fresh));
        return fresh.document();
    }

    /** A manifest from the future would be in force for longer than any that is made now. */
    private void requirePast(ReleaseRecord record) {
        if (record.createdAt().isAfter(clock.instant().plus(APART))) {
            throw UnavailableException.damaged("release " + record.version() + " of " + record.channel() + "/"
                    + record.arch() + " is said to be published at " + record.createdAt()
                    + ", which is yet to come: no manifest is made of it until then");
        }
    }

    private Optional<SignedManifest> fetched(ArtifactDirectory directory, Manifest wanted) {
        return maker.signs()
                ? Optional.empty()
                : releases.fetchedManifest(directory.realPath())
                        .filter(signed -> signed.manifest().sameContent(wanted));
    }

    /** What is remembered of releases that are there no more. */
    void forgetGone() {
        made.keySet().removeIf(directory -> !Files.exists(directory));
    }
}
