package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Metrics;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the artifacts. */
final class ArtifactMetrics {
    /** All names that are no role: file names come with requests, and a label must have few values. */
    private static final String OTHER = "other";

    private final Metrics.Counter requests;
    private final Set<String> roles;
    private final AtomicInteger downloads = new AtomicInteger();

    ArtifactMetrics(Metrics metrics, Set<String> roles) {
        this.requests = metrics.counter("requests_by_artifact", "Requests for artifacts by role.", "artifact");
        this.roles = roles;
        metrics.gauge("active_downloads", "Artifacts that are being sent.", downloads::get);
    }

    void request(String name) {
        requests.add(1, roles.contains(name) ? name : OTHER);
    }

    void downloadStarted() {
        downloads.incrementAndGet();
    }

    void downloadEnded() {
        downloads.decrementAndGet();
    }
}
