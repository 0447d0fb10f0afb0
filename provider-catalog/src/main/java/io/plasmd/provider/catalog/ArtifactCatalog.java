package io.plasmd.provider.catalog;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.files.RemoteMount;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.NamedReleases;
import io.plasmd.provider.release.Releases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The artifacts of a directory. */
public final class ArtifactCatalog implements ArtifactSource, AutoCloseable {
    private final CatalogSettings settings;
    private final Digests digests;
    private final RemoteMounts remotes;
    private final RemotePlaces places;
    private final ArtifactTree tree;
    private final TreeScanner scanner;
    private final CatalogWatch watch;
    private final Blobs blobs;
    private final Manifests manifests;
    private final Served served;
    private final Sidecars sidecars;
    private final ReleaseManifests releaseManifests;
    private final ReleaseList releaseList;
    private final Documents documents;
    private final PlaceSizes sizes;
    private final CatalogView view;

    private final TreeHealth health;
    private final ReleaseWatch releaseWatch;
    private final MirrorWatch mirrorWatch;

    /**
     * Looks at nothing yet.
     *
     * @param usual the directory of what clients get who name neither channel nor architecture, below that of all
     * @param starting whether the server does not accept connections yet
     */
    public ArtifactCatalog(CatalogSettings settings, Path usual, BooleanSupplier starting, InstantSource clock) {
        this.settings = settings;
        var releases = new Releases(settings.directory());
        remotes = new RemoteMounts(settings.directory(), SilentMounts::tell);
        places = new RemotePlaces(settings.directory(), releases.directory(), remotes);
        var memory = new PrivateDirectory(settings.memory());
        new EarlierPlace(settings.earlierMemory()).moveTo(memory);
        digests = new Digests(
                settings.digestThreads(),
                new DigestStore(memory),
                new RecordedDigests(releases, starting),
                new Channels(settings.directory()),
                new Uploads(settings.uploadRest()),
                remotes,
                clock);
        var room = new Room(settings.names());
        tree = new ArtifactTree(settings.directory(), room, settings.roles(), digests);
        scanner = new TreeScanner(tree, digests, remotes);
        watch = new CatalogWatch(
                scanner,
                room,
                new KeptReleases(settings.directory(), room, releases, remotes, digests::same),
                digests,
                remotes,
                settings.directory(),
                settings.scanInterval(),
                starting);
        blobs = new Blobs(watch, digests);
        var remembered = new RememberedManifests(
                new ManifestFiles(memory), settings.manifest().keys());
        var maker = new ManifestMaker(settings.manifest(), settings.roles(), remembered, clock);
        manifests = new Manifests(scanner, releases, maker, blobs, clock);
        var releaseTree = new ReleaseTree(tree, new NamedReleases(releases));
        releaseManifests = new ReleaseManifests(releaseTree, releases, manifests, maker, blobs, clock);
        releaseList = new ReleaseList(watch, releases.directory());
        served = new Served(tree, scanner, releaseTree, settings.ignoreCase());
        var bestBefore = new BestBefore(manifests, settings.manifest());
        sidecars = new Sidecars(served, settings.manifest().keys().stream().findFirst(), releases, bestBefore);
        releaseWatch = new ReleaseWatch(watch, releases, manifests, digests);
        mirrorWatch = new MirrorWatch(watch, manifests, clock);
        scanner.beforeAnswers(watch.news()::hear);
        tree.files().whenUnknown(watch.news()::unknown);
        documents = new Documents();
        sizes = new PlaceSizes(watch);
        health = new TreeHealth(tree, watch, usual);
        view = new CatalogView(watch, served, digests);
        watch.afterEachLook(view::look);
        watch.afterEachLook(health::look);
        watch.afterEachLook(manifests::refresh);
        watch.afterEachLook(releaseWatch::look);
        watch.afterEachLook(mirrorWatch::look);
        watch.afterEachLook(releaseTree::forgetGone);
        watch.afterEachLook(releaseManifests::forgetGone);
    }

    /** Adds what there is to say of it. */
    public void addTo(EndpointContext context) {
        context.addHealthCheck("artifacts_readable", health);
        context.addHealthCheck("releases_intact", releaseWatch::check);
        context.addHealthCheck("mirrored_manifests_in_force", mirrorWatch::check);
        new ReleaseStatus(settings.manifest(), watch, manifests).addTo(context);
        context.addReadyNote(() -> {
            // Not before: of a start that fails, the reason is all that is said.
            OpenFile.prepare();
            RemoteMounts.runIfAnswering(remotes.in(settings.directory()), this::logNotices);
            return "";
        });
    }

    private void logNotices() {
        ReservedDirectories.log(settings.directory());
        if (settings.manifest().keys().isEmpty()) {
            SigningNotice.log(settings.directory());
        }
    }

    /** All that there is, for other endpoints. */
    public io.plasmd.provider.api.Catalog view() {
        return view;
    }

    /** Begins to look. */
    public void start() {
        watch.start();
    }

    @Override
    public Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        return served.find(wanted);
    }

    @Override
    public Optional<Artifact> find(Digest digest) {
        return blobs.find(digest);
    }

    @Override
    public boolean isIncomplete() {
        return blobs.isIncomplete();
    }

    @Override
    public CompletableFuture<Document.Answer> sidecar(ArtifactPath wanted, boolean signedInside) throws IOException {
        Optional<RemoteMount> remote = remote(wanted.place());
        if (remote.isPresent()) {
            return documents.make(
                    remote.get(), List.of(wanted, signedInside), () -> sidecars.find(wanted, signedInside));
        }
        return sidecars.isOfMany(wanted)
                ? documents.make(wanted, sizes.isLarge(wanted.place()), () -> sidecars.find(wanted, signedInside))
                : CompletableFuture.completedFuture(sidecars.find(wanted, signedInside));
    }

    @Override
    public CompletableFuture<Document.Answer> manifest(ArtifactPlace place) {
        Callable<Document.Answer> maker = () -> place.isRelease()
                ? releaseManifests.document(place)
                : manifests.document(place.channel(), place.arch());
        Optional<RemoteMount> remote = remote(place);
        return remote.isPresent()
                ? documents.make(remote.get(), place, maker)
                : documents.make(place, sizes.isLarge(place), maker);
    }

    @Override
    public CompletableFuture<Document.Answer> releases(Optional<ArtifactPlace> of, int page) {
        return remotes.isEmpty()
                ? documents.make(List.of(of, page), false, () -> releaseList.document(of, page))
                : documents.makeRemote(List.of(of, page), () -> releaseList.document(of, page));
    }

    @Override
    public Optional<RemoteMount> remote(ArtifactPlace place) {
        return places.of(place);
    }

    @Override
    public Optional<RemoteMount> remote(Digest digest) {
        return remotes.isEmpty()
                ? Optional.empty()
                : places.of(watch.inventory().blobs(digest));
    }

    @Override
    public Optional<RemoteMount> remote(Artifact artifact) {
        return remotes.isEmpty()
                ? Optional.empty()
                : remotes.on(artifact.version().path());
    }

    @Override
    public KnownDigests digests() {
        return digests;
    }

    /** All artifacts, as of the last look. */
    public Catalog now() {
        return watch.inventory().catalog();
    }

    /** How many artifacts one architecture of a channel has, at the least cost, in words. */
    public String count(String channel, String arch) {
        return scanner.count(channel, arch).words();
    }

    /** Of how many files the digest is known. */
    public int digestsKnown() {
        return digests.knownCount();
    }

    /** Of how many it is being computed. */
    public int digestsPending() {
        return digests.pending();
    }

    /** The versions whose digests are being computed or wait for it, with the bytes that have been read of each. */
    public Map<FileVersion, Long> digestsUnderWay() {
        return digests.underWay();
    }

    @Override
    public void close() throws InterruptedException {
        watch.close();
        digests.close();
        documents.close();
    }
}
