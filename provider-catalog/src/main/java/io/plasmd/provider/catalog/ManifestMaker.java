package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.ReleaseRecord;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.release.SignedManifest;
import io.plasmd.provider.release.Sums;
import io.plasmd.provider.release.Versions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Makes manifests in the name of this server, signs them, and remembers them across restarts. */
final class ManifestMaker {
    private final ManifestSettings settings;
    private final Roles roles;
    private final RememberedManifests memory;
    private final InstantSource clock;

    /**
     * What a manifest says of the release that it describes.
     *
     * @param path of the directory in which it is served for as long as it is kept
     */
    record Published(String version, String path) {
        static Published of(ReleaseRecord record) {
            return new Published(record.version(), record.path());
        }
    }

    ManifestMaker(ManifestSettings settings, Roles roles, RememberedManifests memory, InstantSource clock) {
        this.settings = settings;
        this.roles = roles;
        this.memory = memory;
        this.clock = clock;
    }

    /** Whether there is a key to sign with. */
    boolean signs() {
        return !settings.keys().isEmpty();
    }

    /**
     * A manifest as it would be if it were made now.
     *
     * @param release empty for files that were put there by hand
     */
    Manifest describe(Manifests.Place place, List<Artifact> files, Optional<Published> release) {
        Map<String, Manifest.Content> contents = new HashMap<>();
        for (Artifact file : files) {
            contents.put(file.fileName(), new Manifest.Content(file.knownDigest(), file.size()));
        }
        SortedMap<String, Manifest.Entry> artifacts =
                Manifest.artifacts(place.channel(), place.arch(), roles, contents);
        String version = release.map(Published::version)
                .orElseGet(() -> Versions.ofContent(Sums.ofEntries(place.channel(), place.arch(), artifacts.values())));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Manifest(
                version,
                place.channel(),
                place.arch(),
                now,
                now.plus(settings.lifetime()),
                release.map(Published::path),
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
                if (again.isSame(remembered.get())) {
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
        return wanted.dated(createdAt, createdAt.plus(settings.lifetime()));
    }
}
