package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactCatalog;
import io.plasmd.provider.catalog.Catalog;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /status} says of the artifacts. */
final class ArtifactStatus {
    private final ArtifactsSettings settings;
    private final ArtifactCatalog catalog;

    ArtifactStatus(ArtifactsSettings settings, ArtifactCatalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    void addTo(EndpointContext context) {
        context.addStatus("provider.channel", settings::channel);
        context.addStatus("provider.arch", settings::arch);
        context.addStatus("artifacts.available", this::available);
        context.addStatus("artifacts.total_size_bytes", () -> catalog.now().totalSize());
        context.addStatus("artifacts.nameless", () -> catalog.now().nameless());
        context.addStatus("artifacts.hashing", this::hashing);
        context.addStatus("limits.max_ranges", () -> Map.of("limit", settings.maxRanges()));
        context.metrics()
                .gauge(
                        "artifacts_nameless",
                        "Files that are not served since their names are no UTF-8.",
                        () -> catalog.now().nameless());
        context.metrics().gauge("digests_known", "Files whose digest is known.", catalog::digestsKnown);
        context.metrics()
                .gauge(
                        "digests_pending",
                        "Files whose digest is being computed or waits for it.",
                        catalog::digestsPending);
    }

    private List<Map<String, Object>> hashing() {
        return catalog.digestsUnderWay().entrySet().stream()
                .sorted(Comparator.comparing(e -> e.getKey().path()))
                .map(ArtifactStatus::hashing)
                .toList();
    }

    private static Map<String, Object> hashing(Map.Entry<FileVersion, Long> progress) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", progress.getKey().path().toString());
        json.put("size_bytes", progress.getKey().size());
        json.put("hashed_bytes", progress.getValue());
        return json;
    }

    /** Each is described when it is looked at: of a hundred thousand, an answer has a page. */
    private List<Map<String, @Nullable Object>> available() {
        List<Catalog.Entry> entries = catalog.now().entries();
        return new AbstractList<>() {
            @Override
            public Map<String, @Nullable Object> get(int index) {
                return entry(entries.get(index));
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }

    private Map<String, @Nullable Object> entry(Catalog.Entry entry) {
        Artifact artifact = entry.artifact();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", entry.name());
        json.put("filename", artifact.fileName());
        json.put("channel", entry.channel());
        json.put("arch", entry.arch());
        json.put("size_bytes", artifact.size());
        json.put("modified", artifact.version().modifiedSecond().toString());
        // As it is known now: the catalog is as of the last look through the directory.
        json.put(
                "hash",
                catalog.digests().of(artifact.version()).map(Digest::prefixed).orElse(null));
        return json;
    }
}
