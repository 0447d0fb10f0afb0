package io.plasmd.provider.release;

import java.io.IOException;
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
    private final Roles roles;
    private final TransferSettings settings;
    private final Trust trust;
    private final InstantSource clock;
    private final StoreLayout layout;
    private final Disk disk = new Disk();
    private final ReleaseStore store;

    /**
     * Fetches into an artifacts directory, which is created where it is missing.
     *
     * @param roles by which its server sends the files
     * @param store with a limit for waiting, and somebody who is told what is noticed
     */
    public ReleaseFetcher(Path artifacts, Roles roles, TransferSettings settings, Trust trust, StoreSettings store) {
        this(artifacts, roles, settings, trust, Clock.systemUTC(), store);
    }

    ReleaseFetcher(
            Path artifacts,
            Roles roles,
            TransferSettings settings,
            Trust trust,
            InstantSource clock,
            StoreSettings storeSettings) {
        this.artifacts = artifacts;
        this.roles = roles;
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
        SignedManifest offered;
        Optional<TrustedKey> signer;
        SumsSignatures signatures;
        try (var client = new RemoteClient(settings)) {
            var remote = new RemoteManifest(client, settings);
            offered = remote.get(origin);
            signer = trust.require(offered, clock.instant());
            origin.requirePlace(offered.manifest());
            roles.requireAgreement(offered.manifest());
            signatures = new SumsSignatures(
                    remote.sumsSignature(origin, offered.manifest())
                            .filter(signature -> trust.believes(signature, offered)),
                    remote.sumsOpenPgp(origin, offered.manifest())
                            .filter(signature -> trust.believesOpenPgp(signature, offered)));
        }
        String arch = ArchitectureNames.canonical(offered.manifest().arch());
        Freshness.Verdict verdict = judge(offered, arch, allowOlder);
        Provenance.Condition condition = () -> requireStill(verdict, offered, arch, allowOlder);
        try {
            store.requireReplaceable(offered.manifest().channel(), arch, Optional.empty());
            return switch (verdict) {
                case Freshness.Verdict.Keep(Release release, SignedManifest here) -> {
                    var kept = new Provenance(here, signatures, condition);
                    boolean isOlder = offered.manifest()
                            .createdAt()
                            .isBefore(here.manifest().createdAt());
                    yield take(origin, kept, release.version(), signer, isOlder, keep, displays);
                }
                case Freshness.Verdict.Take() -> {
                    var fresh = new Provenance(offered, signatures, condition);
                    yield take(origin, fresh, offered.manifest().version(), signer, false, keep, displays);
                }
            };
        } catch (IOException e) {
            throw new ReleaseException("cannot fetch into " + artifacts + ": " + Pem.reason(e), e);
        } finally {
            store.leave();
        }
    }

    private Freshness.Verdict judge(SignedManifest offered, String arch, boolean allowOlder) throws ReleaseException {
        return allowOlder
                ? new Freshness.Verdict.Take()
                : new Freshness(store.releases(), trust, clock.instant()).judge(offered, arch);
    }

    /** Whether what has been found at the beginning still is so. */
    private void requireStill(Freshness.Verdict verdict, SignedManifest offered, String arch, boolean allowOlder)
            throws ReleaseException {
        if (!judge(offered, arch, allowOlder).getClass().equals(verdict.getClass())) {
            throw new ReleaseException(
                    "another release of " + offered.manifest().channel() + "/" + arch
                            + " has become current while this one was fetched; do the same again");
        }
    }

    private Fetched take(
            Origin origin,
            Provenance provenance,
            String version,
            Optional<TrustedKey> signer,
            boolean isOlder,
            int keep,
            ProgressDisplay.Opener displays)
            throws IOException, ReleaseException, InterruptedException {
        Manifest manifest = provenance.manifest().manifest();
        String arch = ArchitectureNames.canonical(manifest.arch());
        Optional<Release> existing = store.find(manifest.channel(), arch, version);
        if (existing.isPresent() && !existing.get().record().describes(manifest.contents())) {
            // Before anything of it is downloaded.
            throw ReleaseStore.existsOtherwise(existing.get());
        }
        try (Staging staging = store.stage()) {
            long downloaded = 0;
            Release release;
            if (existing.isPresent() && new Mending(staging, disk).isWhole(existing.get())) {
                store.renew(staging, existing.get(), provenance);
                release = new Release(existing.get().record(), existing.get().directory(), true);
            } else {
                try (var mark = ComingMark.make(layout, staging, disk, manifest.channel(), arch, version)) {
                    downloaded = fill(staging, origin, manifest, displays);
                    release = store.commit(
                            staging,
                            manifest.channel(),
                            arch,
                            Optional.of(version),
                            Optional.of(provenance),
                            Optional.empty());
                }
            }
            List<Release> removed = store.retain(manifest.channel(), arch, keep);
            return new Fetched(release, signer, existing.isPresent(), isOlder, downloaded, removed);
        }
    }

    /** Puts the files together: those of kept releases, and what has to be downloaded for the others. */
    private long fill(Staging staging, Origin origin, Manifest manifest, ProgressDisplay.Opener displays)
            throws IOException, ReleaseException, InterruptedException {
        staging.expect(manifest.artifacts().size());
        try (StagingWriter writer = staging.writer()) {
            List<RemoteArtifact> missing = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (Map.Entry<String, Manifest.Entry> artifact :
                    manifest.artifacts().entrySet()) {
                Manifest.Entry entry = artifact.getValue();
                if (!writer.reuseRead(entry.filename(), entry.digest())) {
                    missing.add(origin.artifact(artifact.getKey(), entry));
                    names.add(entry.filename());
                }
            }
            return missing.isEmpty() ? 0 : download(writer, missing, names, displays);
        }
    }

    private long download(
            StagingWriter writer, List<RemoteArtifact> missing, List<String> names, ProgressDisplay.Opener displays)
            throws IOException, ReleaseException, InterruptedException {
        long bytes = missing.stream().mapToLong(RemoteArtifact::size).sum();
        try (var fetcher = new BlobFetcher(settings);
                ProgressDisplay display = displays.open(bytes, missing.size())) {
            disk.createClosedDirectory(layout.partial());
            var received = new ReceivedBytes(display.progress());
            List<Path> files = fetcher.fetch(missing, layout.partial(), received);
            for (int i = 0; i < files.size(); i++) {
                writer.take(names.get(i), files.get(i), missing.get(i).digest());
                disk.deleteIfExists(
                        PartialFile.marks(layout.partial(), missing.get(i).digest()));
            }
            return received.sum();
        }
    }
}
