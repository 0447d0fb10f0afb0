package io.plasmd.provider.release;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether what is offered may take the place of what is here. An old manifest may be signed and in force, and still be
 * what somebody on the way wants: one of a release with a known hole, or one of the same release that expires sooner.
 */
final class Freshness {
    private final Releases releases;
    private final Trust trust;
    private final Instant now;

    /** What is to be done with an offer. */
    sealed interface Verdict {
        /** It is newer. */
        record Take() implements Verdict {}

        /** It says the same as a manifest that is here, which is newer or was made at the same time. */
        record Keep(Release release, SignedManifest manifest) implements Verdict {}
    }

    Freshness(Releases releases, Trust trust, Instant now) {
        this.releases = releases;
        this.trust = trust;
        this.now = now;
    }

    /**
     * Judges a manifest that is believed.
     *
     * @throws ReleaseException where it is older than what is here, and describes something else
     */
    Verdict judge(SignedManifest offered, String arch) throws ReleaseException {
        Optional<Release> current = releases.current(offered.manifest().channel(), arch);
        if (current.isEmpty()) {
            return new Verdict.Take();
        }
        // Content before versions: where nothing else comes, nothing can be older.
        if (current.get().record().describes(offered.manifest().contents())) {
            return manifestOf(current.get())
                    .filter(here -> !isNewer(offered, here))
                    .<Verdict>map(here -> new Verdict.Keep(current.get(), here))
                    .orElseGet(Verdict.Take::new);
        }
        requireNotOlder(offered.manifest(), current.get());
        for (Release kept : releases.of(offered.manifest().channel(), arch)) {
            Optional<SignedManifest> known = manifestOf(kept);
            if (known.isPresent() && (kept.isCurrent() || isBelieved(known.get()))) {
                requireNotBefore(offered.manifest(), kept, known.get().manifest());
            }
        }
        return new Verdict.Take();
    }

    private boolean isNewer(SignedManifest offered, SignedManifest here) {
        Manifest fresh = offered.manifest();
        Manifest known = here.manifest();
        if (!now.isBefore(known.expiresAt()) || !isBelieved(here)) {
            return true;
        }
        if (offered.saysTheSame(here)) {
            // Signatures are not signed: somebody may have taken one away.
            return !here.signers().equals(offered.signers())
                    && offered.signers().containsAll(here.signers());
        }
        return fresh.createdAt().isAfter(known.createdAt())
                || (fresh.createdAt().equals(known.createdAt())
                        && !fresh.expiresAt().isBefore(known.expiresAt()));
    }

    private boolean isBelieved(SignedManifest known) {
        try {
            trust.requireSigner(known);
            return true;
        } catch (ReleaseException e) {
            return false;
        }
    }

    private static void requireNotOlder(Manifest offered, Release current) throws ReleaseException {
        String here = current.version();
        boolean areOrdered = !Versions.isOfContent(offered.version()) && !Versions.isOfContent(here);
        if (areOrdered && Versions.ORDER.compare(offered.version(), here) < 0) {
            throw older("release " + offered.version() + " is offered, older than " + here + ", which is here");
        }
    }

    private static void requireNotBefore(Manifest offered, Release kept, Manifest known) throws ReleaseException {
        if (offered.createdAt().isBefore(known.createdAt())) {
            throw older("the manifest offered (release " + offered.version() + ") was made at " + offered.createdAt()
                    + ", before the one that is here (release " + kept.version() + ", made at " + known.createdAt()
                    + ")");
        }
    }

    private static ReleaseException older(String what) {
        return new ReleaseException(
                what + ". Either the server went back on purpose, then add --allow-older, or somebody passes an old"
                        + " release off as the newest one");
    }

    /** Of one that was published here, and not fetched, there is none. */
    private Optional<SignedManifest> manifestOf(Release release) {
        return releases.fetchedManifest(release.directory());
    }
}
