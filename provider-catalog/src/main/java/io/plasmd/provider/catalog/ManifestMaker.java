package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.SignedManifest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Makes manifests in the name of this server, signs them, and remembers them across restarts. */
final class ManifestMaker {
    private final ManifestSettings settings;
    private final RememberedManifests memory;
    private final InstantSource clock;

    ManifestMaker(ManifestSettings settings, RememberedManifests memory, InstantSource clock) {
        this.settings = settings;
        this.memory = memory;
        this.clock = clock;
    }

    /** Whether there is a key to sign with. */
    boolean signs() {
        return !settings.keys().isEmpty();
    }

    /** A manifest as it would be if it were made now. */
    Manifest describe(String version, Manifests.Place place, SortedMap<String, Manifest.Entry> artifacts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Manifest(
                version,
                place.channel(),
                place.arch(),
                now,
                now.plus(settings.lifetime()),
                artifacts,
                settings.provider());
    }

    /** When half of the lifetime is over: clients that come later must have time left. */
    Instant renewal(Manifest manifest) {
        return manifest.createdAt().plusSeconds(settings.lifetime().toSeconds() / 2);
    }

    /**
     * Signs a manifest, unless an earlier process has made the same one, and there is no need to renew it.
     *
     * @param wanted as it would be if it were made now
     * @param last when what has been answered before, by this process, was made
     */
    SignedManifest make(Manifest wanted, Optional<Instant> last) {
        Optional<SignedManifest> remembered = memory.of(wanted);
        if (remembered.isPresent()) {
            Manifest manifest = remembered.get().manifest();
            if (wanted.createdAt().isBefore(renewal(manifest))) {
                // The same input gives the same signature: whatever is different, by settings or damage, shows.
                SignedManifest again = SignedManifest.sign(dated(wanted, manifest.createdAt()), settings.keys());
                if (again.text().equals(remembered.get().text())) {
                    return again;
                }
            }
        }
        // Not before the last one: a clock that was set back must not make a newer manifest look older to clients.
        Instant createdAt = Stream.of(
                        Stream.of(wanted.createdAt()),
                        last.stream(),
                        remembered.stream().map(one -> one.manifest().createdAt()))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        SignedManifest signed = SignedManifest.sign(dated(wanted, createdAt), settings.keys());
        memory.save(signed);
        return signed;
    }

    /** The same one once more: the same input gives the same signature. */
    SignedManifest again(Manifest wanted, Instant createdAt) {
        return SignedManifest.sign(dated(wanted, createdAt), settings.keys());
    }

    private Manifest dated(Manifest wanted, Instant createdAt) {
        return new Manifest(
                wanted.version(),
                wanted.channel(),
                wanted.arch(),
                createdAt,
                createdAt.plus(settings.lifetime()),
                wanted.artifacts(),
                wanted.provider());
    }
}
