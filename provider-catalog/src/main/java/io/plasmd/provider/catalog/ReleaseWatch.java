package io.plasmd.provider.catalog;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.Releases;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the current releases still are what was published or fetched. One that is not has no signature of its origin
 * any more: clients that check it refuse it, and only an operator can mend that.
 */
final class ReleaseWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatch.class);

    private final CatalogWatch watch;
    private final Releases releases;
    private final Manifests manifests;
    private final ReleaseContent content;
    private volatile Map<Manifests.Place, String> problems = Map.of();

    ReleaseWatch(CatalogWatch watch, Releases releases, Manifests manifests, Digests digests) {
        this.watch = watch;
        this.releases = releases;
        this.manifests = manifests;
        this.content = new ReleaseContent(digests);
    }

    /** Looks again; says what has changed since, once. */
    void look() {
        Map<Manifests.Place, String> now = new LinkedHashMap<>();
        for (KeptRelease kept : watch.inventory().releases()) {
            if (kept.release().isCurrent()) {
                problem(kept).ifPresent(problem -> now.put(place(kept.release()), problem));
            }
        }
        Map<Manifests.Place, String> before = problems;
        problems = now;
        now.forEach((place, problem) -> {
            if (!problem.equals(before.get(place))) {
                LOG.warn("{}", problem);
            }
        });
        before.keySet().stream()
                .filter(place -> !now.containsKey(place))
                .forEach(place -> LOG.info("the release of {}/{} is right again", place.channel(), place.arch()));
    }

    /** The check of {@code /health}. */
    HealthCheck.Result check() {
        Map<Manifests.Place, String> now = problems;
        return now.isEmpty() ? HealthCheck.Result.ok() : HealthCheck.Result.failed(String.join("; ", now.values()));
    }

    private static Manifests.Place place(Release release) {
        return new Manifests.Place(release.record().channel(), release.record().arch());
    }

    private Optional<String> problem(KeptRelease kept) {
        Release release = kept.release();
        boolean isFetched = Releases.hasManifest(release.directory());
        return content.problem(kept)
                .or(() -> isFetched ? manifestProblem(release) : Optional.empty())
                .map(problem -> "release " + release.version() + " of "
                        + HumanText.printable(release.record().channel() + "/"
                                + release.record().arch())
                        + " is no longer what was " + (isFetched ? "fetched" : "published") + ": " + problem + ". "
                        + (isFetched
                                ? "Clients that check signatures refuse it; provider fetch puts it right"
                                : "Go back to another one with provider rollback, or publish the files again under"
                                        + " another version"));
    }

    /** Files that are right, and still the origin's manifest is not served for them. */
    private Optional<String> manifestProblem(Release release) {
        if (manifests.look(release.record().channel(), release.record().arch()) instanceof Manifests.Answer.Found found
                && found.made().source().isSignedElsewhere()
                && !found.made().isFetched()) {
            return Optional.of(
                    releases.fetchedManifest(found.made().source().realPath()).isPresent()
                            ? "the manifest that came with it describes other files"
                            : "the manifest that came with it cannot be read");
        }
        return Optional.empty();
    }
}
