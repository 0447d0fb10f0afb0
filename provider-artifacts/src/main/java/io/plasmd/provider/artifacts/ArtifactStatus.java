package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /status} says of the artifacts. */
final class ArtifactStatus {
    private final ArtifactsSettings settings;
    private final CatalogWatch watch;

    ArtifactStatus(ArtifactsSettings settings, CatalogWatch watch) {
        this.settings = settings;
        this.watch = watch;
    }

    void addTo(EndpointContext context) {
        context.addStatus("provider.channel", settings::channel);
        context.addStatus("provider.arch", settings::arch);
        context.addStatus("artifacts.available", this::available);
        context.addStatus("artifacts.total_size_bytes", () -> watch.catalog().totalSize());
    }

    private List<Map<String, @Nullable Object>> available() {
        return watch.catalog().entries().stream().map(ArtifactStatus::entry).toList();
    }

    private static Map<String, @Nullable Object> entry(Catalog.Entry entry) {
        Artifact artifact = entry.artifact();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", entry.name());
        json.put("filename", artifact.fileName());
        json.put("channel", entry.channel());
        json.put("arch", entry.arch());
        json.put("size_bytes", artifact.size());
        json.put("hash", artifact.digest().map(Digest::prefixed).orElse(null));
        return json;
    }
}
