package io.plasmd.provider.catalog;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.release.ReleaseRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What {@code /status} and the metrics say of releases and their manifests. */
final class ReleaseStatus {
    private final ManifestSettings settings;
    private final CatalogWatch watch;
    private final Manifests manifests;

    ReleaseStatus(ManifestSettings settings, CatalogWatch watch, Manifests manifests) {
        this.settings = settings;
        this.watch = watch;
        this.manifests = manifests;
    }

    void addTo(EndpointContext context) {
        context.addStatus("artifacts.releases", this::releases);
        context.addStatus("artifacts.manifests", this::manifests);
        context.addStatus("artifacts.signing_keys", this::signingKeys);
        context.metrics()
                .gauge(
                        "releases_kept",
                        "Releases that are kept, the current ones included.",
                        () -> watch.inventory().releases().size());
        context.metrics()
                .gauge(
                        "signing_keys",
                        "Keys that manifests are signed by.",
                        () -> settings.keys().size());
        context.metrics()
                .gauges(
                        "manifest_expiry_timestamp_seconds",
                        "When the manifest of a channel and architecture expires; of those that were asked for, and of what was"
                                + " fetched.",
                        "release",
                        () -> values(manifest -> manifest.expiresAt().getEpochSecond()));
        context.metrics()
                .gauges(
                        "manifest_lifetime_seconds",
                        "For how long that manifest is in force altogether.",
                        "release",
                        () -> values(manifest -> Duration.between(manifest.createdAt(), manifest.expiresAt())
                                .toSeconds()));
    }

    private List<String> signingKeys() {
        return settings.keys().stream().map(key -> key.trusted().id()).toList();
    }

    private List<Map<String, Object>> releases() {
        return watch.inventory().releases().stream().map(ReleaseStatus::release).toList();
    }

    /** What there is to say of one. */
    static Map<String, Object> release(KeptRelease kept) {
        ReleaseRecord record = kept.release().record();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("channel", record.channel());
        json.put("arch", record.arch());
        json.put("version", record.version());
        json.put("current", kept.release().isCurrent());
        json.put("created_at", record.createdAt().toString());
        json.put("size_bytes", record.totalSize());
        json.put("files", record.files().size());
        return json;
    }

    private List<Map<String, Object>> manifests() {
        return manifests.known().stream().map(ReleaseStatus::manifest).toList();
    }

    private static Map<String, Object> manifest(MadeManifest manifest) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("channel", manifest.place().channel());
        json.put("arch", manifest.place().arch());
        json.put("version", manifest.version());
        json.put("created_at", manifest.createdAt().toString());
        json.put("expires_at", manifest.expiresAt().toString());
        json.put("keys", manifest.keyIds());
        json.put("fetched", manifest.isFetched());
        return json;
    }

    private Map<String, Long> values(ToLongFunction<MadeManifest> value) {
        Map<String, Long> values = new TreeMap<>();
        for (MadeManifest manifest : manifests.known()) {
            values.put(manifest.place().channel() + "/" + manifest.place().arch(), value.applyAsLong(manifest));
        }
        return values;
    }
}
