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
     * Those that there are now.
     *
     * @param of empty for those of all channels; else there is no list where there is no release
     */
    Document.Answer document(Optional<ArtifactPlace> of) {
        watch.lookAgain();
        Inventory inventory = watch.inventory();
        List<Map<String, Object>> releases = inventory.releases().stream()
                .filter(of.map(ReleaseList::isOf).orElse(kept -> true))
                .map(ReleaseList::describe)
                .toList();
        if (inventory.unreadable().leavesOpen(of.map(this::shelf).orElse(store), store)) {
            throw UnavailableException.notYet("the releases cannot be looked through just now");
        }
        return releases.isEmpty() && of.isPresent()
                ? new Document.Answer.None()
                : new Document.Answer.Found(Document.of(
                        "application/json", JsonMapper.shared().writeValueAsBytes(Map.of("releases", releases))));
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
        return kept -> kept.release().record().channel().equals(place.channel())
                && ArchitectureNames.of(place.arch())
                        .contains(kept.release().record().arch());
    }
}
