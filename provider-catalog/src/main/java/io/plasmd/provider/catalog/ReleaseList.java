package io.plasmd.provider.catalog;

import io.plasmd.provider.release.ArchitectureNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/** The releases that are kept, as JSON. */
final class ReleaseList {
    /** As of /status. */
    private static final int ROWS = 200;

    private final CatalogWatch watch;
    private final Path store;

    /**
     * Of what was looked at last.
     *
     * @param store the directory in which all of them are
     */
    ReleaseList(CatalogWatch watch, Path store) {
        this.watch = watch;
        this.store = store;
    }

    /**
     * Those that there are now, one page of them.
     *
     * @param page from 1 on
     * @param of empty for those of all channels; else there is no list where there is no release
     */
    Document.Answer document(Optional<ArtifactPlace> of, int page) {
        watch.lookAgain();
        Inventory inventory = watch.inventory();
        List<KeptRelease> releases = inventory.releases().stream()
                .filter(of.map(ReleaseList::isOf).orElse(kept -> true))
                .toList();
        if (inventory.unreadable().leavesOpen(of.map(this::shelf).orElse(store), store)) {
            throw UnavailableException.notYet("the releases cannot be looked through just now");
        }
        return releases.isEmpty() && of.isPresent()
                ? new Document.Answer.None()
                : new Document.Answer.Found(
                        Document.of("application/json", JsonMapper.shared().writeValueAsBytes(page(releases, page))));
    }

    private static Map<String, Object> page(List<KeptRelease> releases, int page) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "releases",
                releases.stream()
                        .skip((page - 1L) * ROWS)
                        .limit(ROWS)
                        .map(ReleaseList::describe)
                        .toList());
        json.put("count", releases.size());
        json.put("page", page);
        json.put("pages", Math.max(1, Math.ceilDiv(releases.size(), ROWS)));
        return json;
    }

    private Path shelf(ArtifactPlace place) {
        return store.resolve(place.channel()).resolve(ArchitectureNames.canonical(place.arch()));
    }

    private static Map<String, Object> describe(KeptRelease kept) {
        Map<String, Object> json = new LinkedHashMap<>(ReleaseStatus.release(kept));
        json.put("path", kept.release().record().path());
        return json;
    }

    private static Predicate<KeptRelease> isOf(ArtifactPlace place) {
        return kept -> place.isOf(
                kept.release().record().channel(), kept.release().record().arch());
    }
}
