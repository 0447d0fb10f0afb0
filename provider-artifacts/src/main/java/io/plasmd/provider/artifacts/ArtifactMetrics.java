package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Metrics;
import java.util.Set;

/** What is counted of the artifacts. */
final class ArtifactMetrics {
    /** All names that are no role: file names come with requests, and a label must have few values. */
    private static final String OTHER = "other";

    private final Metrics.Counter requests;
    private final Set<String> roles;

    ArtifactMetrics(Metrics metrics, Set<String> roles) {
        this.requests =
                metrics.counter("requests_by_artifact", "Requests for artifacts.", "artifact", "method", "status");
        this.roles = roles;
    }

    void request(String name, String method, int status) {
        requests.add(1, roles.contains(name) ? name : OTHER, method, Integer.toString(status));
    }
}
