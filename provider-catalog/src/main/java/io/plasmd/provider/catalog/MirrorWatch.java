package io.plasmd.provider.catalog;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Releases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the manifests that were fetched are still in force. This server cannot renew them: where nobody fetches the next
 * one in time, clients that check signatures refuse what it has, all at one moment.
 */
final class MirrorWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorWatch.class);

    /** Origins renew when half of the lifetime is over, so that nothing should ever come down to this part of it. */
    private static final int LAST_PART = 4;

    private final CatalogWatch watch;
    private final Manifests manifests;
    private final InstantSource clock;
    private final Set<String> said = new HashSet<>();

    MirrorWatch(CatalogWatch watch, Manifests manifests, InstantSource clock) {
        this.watch = watch;
        this.manifests = manifests;
        this.clock = clock;
    }

    /** Looks again; says what has changed since, once. */
    void look() {
        for (KeptRelease kept : watch.inventory().releases()) {
            if (kept.release().isCurrent()
                    && Releases.hasManifest(kept.release().directory())) {
                // So that it counts among those that are known, in /status and the metrics too, before anyone asks.
                manifests.look(
                        kept.release().record().channel(),
                        kept.release().record().arch());
            }
        }
        List<String> now = fetched().stream()
                .filter(manifest -> isEnding(manifest, clock.instant()))
                .map(this::words)
                .toList();
        now.stream().filter(words -> !said.contains(words)).forEach(words -> LOG.warn("{}", words));
        said.clear();
        said.addAll(now);
    }

    /** The check of {@code /health}: before a manifest has expired it only says so. */
    HealthCheck.Result check() {
        Instant now = clock.instant();
        List<MadeManifest> ending =
                fetched().stream().filter(manifest -> isEnding(manifest, now)).toList();
        boolean healthy = ending.stream().allMatch(manifest -> now.isBefore(manifest.expiresAt()));
        return new HealthCheck.Result(
                healthy, String.join("; ", ending.stream().map(this::words).toList()));
    }

    private List<MadeManifest> fetched() {
        return manifests.known().stream().filter(MadeManifest::isFetched).toList();
    }

    private static boolean isEnding(MadeManifest manifest, Instant now) {
        Duration lifetime = Duration.between(manifest.createdAt(), manifest.expiresAt());
        return Duration.between(now, manifest.expiresAt()).compareTo(lifetime.dividedBy(LAST_PART)) < 0;
    }

    private String words(MadeManifest manifest) {
        boolean isOver = !clock.instant().isBefore(manifest.expiresAt());
        return "the manifest of "
                + HumanText.printable(
                        manifest.place().channel() + "/" + manifest.place().arch())
                + " that was fetched " + (isOver ? "has expired at " : "expires at ") + manifest.expiresAt() + ", and "
                + (isOver ? "clients that check it refuse it" : "has not been renewed")
                + ": run provider fetch, from a timer";
    }
}
