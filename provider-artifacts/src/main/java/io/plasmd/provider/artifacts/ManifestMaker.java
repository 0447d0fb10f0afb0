package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.SignedManifest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes manifests in the name of this server, signs them, and remembers them across restarts. */
final class ManifestMaker {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestMaker.class);

    /** Clients put up with less than that. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final ManifestSettings settings;
    private final ManifestFiles files;
    private final InstantSource clock;

    ManifestMaker(ManifestSettings settings, ManifestFiles files, InstantSource clock) {
        this.settings = settings;
        this.files = files;
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
     * @param last what has been answered before, by this process
     */
    SignedManifest make(Manifest wanted, Optional<SignedManifest> last) {
        Optional<SignedManifest> remembered = files.load(wanted.channel(), wanted.arch());
        if (remembered.isPresent()) {
            Manifest manifest = remembered.get().manifest();
            warnIfFromTheFuture(manifest, wanted);
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
                        last.stream().map(one -> one.manifest().createdAt()),
                        remembered.stream().map(one -> one.manifest().createdAt()))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        SignedManifest signed = SignedManifest.sign(dated(wanted, createdAt), settings.keys());
        files.save(signed);
        return signed;
    }

    private void warnIfFromTheFuture(Manifest remembered, Manifest wanted) {
        if (remembered.createdAt().isAfter(wanted.createdAt().plus(CLOCK_SKEW))) {
            LOG.warn(
                    "the last manifest of {}/{} was made at {}, but it is only {} now. Clients refuse one from the future,"
                            + " and one that is older than what they have. If the clock was wrong then, stop the server"
                            + " and delete {}",
                    wanted.channel(),
                    wanted.arch(),
                    remembered.createdAt(),
                    wanted.createdAt(),
                    files.file(wanted.channel(), wanted.arch()));
        }
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
