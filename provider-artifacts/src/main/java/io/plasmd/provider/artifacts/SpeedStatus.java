package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What {@code /status} and {@code /metrics} say of the limits of speed. */
final class SpeedStatus {
    private final DownloadWatch watch;
    private final PacingSettings pacing;
    private final Metrics.Counter waited;
    private final AtomicLong waitedNanos = new AtomicLong();

    SpeedStatus(DownloadWatch watch, PacingSettings pacing, Metrics metrics) {
        this.watch = watch;
        this.pacing = pacing;
        SpeedLimits limits = watch.limits();
        metrics.gauge(
                "stall_timeout_limit_seconds",
                "How long a client may take nothing of a download.",
                () -> limits.stallTimeout().toMillis() / 1000.0);
        metrics.gauge(
                "min_rate_limit_bytes_per_second",
                "What a client has to take of a download at least; 0: as little as it likes.",
                limits::minRate);
        metrics.gauge(
                "pacing_total_limit_bytes_per_second",
                "What all downloads together may take; 0: as much as they like.",
                pacing::total);
        metrics.gauge(
                "pacing_per_download_limit_bytes_per_second",
                "What each download may take where no rule says otherwise; 0: as much as it likes.",
                pacing::perDownload);
        waited = metrics.counter("pacing_waited_seconds_total", "Seconds that downloads waited for their pace.");
    }

    void addTo(EndpointContext context, Downloads downloads) {
        context.addStatus("limits.stall_timeout", this::stallTimeout);
        context.addStatus("limits.min_rate", this::minRate);
        context.addStatus("limits.pacing", () -> pacing(downloads));
    }

    /** Told after each wait. */
    void waited(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        long before = waitedNanos.getAndAdd(nanos);
        waited.add((before + nanos) / second - before / second);
    }

    private Map<String, Object> stallTimeout() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("limit", watch.limits().stallTimeout().toMillis() / 1000.0);
        json.put("cut_off_total", watch.stalled());
        return json;
    }

    private Map<String, Object> minRate() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("limit", watch.limits().minRate());
        json.put("window_seconds", watch.limits().window().toMillis() / 1000.0);
        json.put("cut_off_total", watch.tooSlow());
        return json;
    }

    private Map<String, Object> pacing(Downloads downloads) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", pacing.total());
        json.put("per_download", pacing.perDownload());
        json.put("rules", pacing.rules().size());
        json.put("bytes_per_second", downloads.pacedRate());
        return json;
    }
}
