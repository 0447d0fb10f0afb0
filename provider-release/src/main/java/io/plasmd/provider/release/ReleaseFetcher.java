package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches releases from a provider into an artifacts directory, whole or not at all. */
public final class ReleaseFetcher {
    private final Path artifacts;
    private final TransferSettings settings;
    private final Trust trust;
    private final InstantSource clock;
    private final StoreLayout layout;
    private final Disk disk = new Disk();
    private final ReleaseStore store;

    /** Fetches into an artifacts directory, which is created where it is missing. */
    public ReleaseFetcher(Path artifacts, TransferSettings settings, Trust trust) {
        this(artifacts, settings, trust, StoreSettings.telling(note -> {}));
    }

    /** With a limit for waiting, and somebody who is told what is noticed. */
    public ReleaseFetcher(Path artifacts, TransferSettings settings, Trust trust, StoreSettings store) {
        this(artifacts, settings, trust, Clock.systemUTC(), store);
    }

    ReleaseFetcher(
            Path artifacts, TransferSettings settings, Trust trust, InstantSource clock, StoreSettings storeSettings) {
        this.artifacts = artifacts;
        this.settings = settings;
        this.trust = trust;
        this.clock = clock;
        this.layout = new StoreLayout(artifacts);
        this.store = new ReleaseStore(artifacts, disk, clock, storeSettings);
    }

    /**
     * Fetches what the origin has now, as far as it is not here yet, and makes it current.
     *
     * @param allowOlder whether a release older than the one that is here is taken as well
     * @param keep how many releases are kept at most, this one included
     * @param displays asked for one when it is known what has to be downloaded
     * @throws ReleaseException where it is refused or fails; the release that was current still is, and what has been
     *     downloaded is kept for the next try
     */
    public Fetched fetch(Origin origin, boolean allowOlder, int keep, ProgressDisplay.Opener displays)
            throws ReleaseException, InterruptedException {
        SignedManifest signed;
        try (var client = new RemoteClient(settings)) {
            signed = new RemoteManifest(client, settings).get(origin);
        }
        Optional<TrustedKey> signer = trust.require(signed, clock.instant());
        Manifest manifest = signed.manifest();
        origin.requirePlace(manifest);
        String arch = ArchitectureNames.canonical(manifest.arch());
        try {
            store.requireReplaceable(manifest.channel(), arch);
            Optional<Release> existing = store.find(manifest.channel(), arch, manifest.version());
            requireNotOlder(manifest, arch, allowOlder);
            try (Staging staging = store.stage()) {
                long downloaded = fill(staging, origin, manifest, displays);
                Release release = store.commit(
                        staging, manifest.channel(), arch, Optional.of(manifest.version()), Optional.of(signed));
                List<Release> removed = store.retain(manifest.channel(), arch, keep);
                return new Fetched(release, signer, existing.isPresent(), downloaded, removed);
            }
        } catch (IOException e) {
            throw new ReleaseException("cannot fetch into " + artifacts + ": " + Pem.reason(e), e);
        }
    }

    /** An old manifest may be signed and in force, and still be what an attacker wants: one with a known hole. */
    private void requireNotOlder(Manifest offered, String arch, boolean allowOlder) throws ReleaseException {
        Optional<Release> current = store.releases().current(offered.channel(), arch);
        if (allowOlder || current.isEmpty()) {
            return;
        }
        String here = current.get().version();
        if (Versions.ORDER.compare(offered.version(), here) < 0) {
            throw older("release " + offered.version() + " is offered, older than " + here + ", which is here");
        }
        Optional<Manifest> known = manifestOf(current.get());
        if (known.isPresent()
                && !known.get().sameContent(offered)
                && offered.createdAt().isBefore(known.get().createdAt())) {
            throw older("the manifest offered (release " + offered.version() + ") was made at " + offered.createdAt()
                    + ", before the one that is here (release " + here + ", made at "
                    + known.get().createdAt() + ")");
        }
    }

    private static ReleaseException older(String what) {
        return new ReleaseException(
                what + ". Either the server went back on purpose, then add --allow-older, or somebody passes an old"
                        + " release off as the newest one");
    }

    private static Optional<Manifest> manifestOf(Release release) {
        try {
            return Optional.of(SignedManifest.parse(Files.readAllBytes(release.manifestFile()))
                    .manifest());
        } catch (IOException | ReleaseException e) {
            // Published here, not fetched.
            return Optional.empty();
        }
    }

    /** Puts the files together: those of kept releases, and what has to be downloaded for the others. */
    private long fill(Staging staging, Origin origin, Manifest manifest, ProgressDisplay.Opener displays)
            throws IOException, ReleaseException, InterruptedException {
        List<RemoteArtifact> missing = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Manifest.Entry> artifact : manifest.artifacts().entrySet()) {
            Manifest.Entry entry = artifact.getValue();
            if (!staging.reuse(entry.filename(), entry.digest())) {
                missing.add(origin.artifact(artifact.getKey(), entry));
                names.add(entry.filename());
            }
        }
        if (missing.isEmpty()) {
            return 0;
        }
        long bytes = missing.stream().mapToLong(RemoteArtifact::size).sum();
        try (var fetcher = new BlobFetcher(settings);
                ProgressDisplay display = displays.open(bytes, missing.size())) {
            disk.createClosedDirectory(layout.partial());
            List<Path> files = fetcher.fetch(missing, layout.partial(), display.progress());
            for (int i = 0; i < files.size(); i++) {
                staging.take(names.get(i), files.get(i), missing.get(i).digest());
                disk.deleteIfExists(
                        PartialFile.marks(layout.partial(), missing.get(i).digest()));
            }
        }
        return bytes;
    }
}
