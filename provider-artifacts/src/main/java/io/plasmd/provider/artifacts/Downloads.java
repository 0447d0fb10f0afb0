package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Metrics;
import io.plasmd.provider.catalog.ArtifactPath;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The downloads under way, and how those before them ended. */
final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private final ReadFailures failures = new ReadFailures();
    private final Set<Download> active = ConcurrentHashMap.newKeySet();
    private final Metrics.Counter completed;
    private final Metrics.Counter aborted;

    Downloads(Metrics metrics) {
        completed = metrics.counter("downloads_completed_total", "Downloads that were sent to their last byte.");
        aborted = metrics.counter(
                "downloads_aborted_total",
                "Downloads that ended early: client (it went away), stalled (it took nothing for too long), too_slow"
                        + " (it took too little), made_room (its client had more than its share, and others waited),"
                        + " broken (the file was changed, or the disk fails).",
                "reason");
        for (Download.End end : Download.End.values()) {
            if (end != Download.End.COMPLETED) {
                // Shows as zero from the start on, so that the first one makes a rate.
                aborted.add(0, label(end));
            }
        }
        metrics.gauge("active_downloads", "Artifacts that are being sent.", active::size);
    }

    Download begin(ArtifactPath artifact, String client, Consumer<String> cutShort) {
        var download = new Download(artifact, client, cutShort);
        active.add(download);
        return download;
    }

    void end(Download download) {
        active.remove(download);
        Download.End end = download.end();
        if (end == Download.End.COMPLETED) {
            completed.add(1);
        } else {
            aborted.add(1, label(end));
            if (end == Download.End.BROKEN) {
                failures.line(download.artifact().toString()).ifPresent(others -> logCutOff(download, others));
            }
        }
    }

    private static void logCutOff(Download download, String others) {
        LOG.warn(
                "download of {} by {} was cut off after {} of {} bytes: {}{}",
                download.artifact(),
                download.client(),
                download.written(),
                download.promised(),
                download.failureMessage(),
                others);
    }

    private static String label(Download.End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    /** Those under way, the longest first, ready to be written as JSON. */
    List<Map<String, Object>> status() {
        return active.stream()
                .sorted(Comparator.comparing(Download::elapsed).reversed())
                .map(this::status)
                .toList();
    }

    /** Bytes per second of all downloads that have a pace. */
    long pacedRate() {
        return active.stream()
                .filter(download -> !download.pace().isNone())
                .mapToLong(Download::bytesPerSecond)
                .sum();
    }

    private Map<String, Object> status(Download download) {
        double seconds = download.elapsed().toMillis() / 1000.0;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("artifact", download.artifact().toString());
        json.put("client", download.client());
        json.put("sent_bytes", download.written());
        json.put("promised_bytes", download.promised());
        json.put("seconds", seconds);
        json.put("bytes_per_second", download.bytesPerSecond());
        return json;
    }
}
