package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Metrics;
import java.util.Set;

/** What is counted of the artifacts. */
final class ArtifactMetrics {
    /** All names that are no role: file names come with requests, and a label must have few values. */
    private static final String OTHER = "other";

    private static final String BLOB = "blob";
    private static final String MANIFEST = "manifest";
    private static final String RELEASES = "releases";

    private final Metrics.Counter requests;
    private final Set<String> roles;

    ArtifactMetrics(Metrics metrics, Set<String> roles) {
        this.requests =
                metrics.counter("requests_by_artifact", "Requests for artifacts.", "artifact", "method", "status");
        this.roles = roles;
    }

    void artifact(Wanted wanted, String method, int status) {
        String name = wanted.path().name();
        // A file of another endpoint may have the name of a role, and is none.
        boolean isRole = roles.contains(name) && !wanted.path().channel().isEmpty();
        request(wanted.byDigest() ? BLOB : isRole ? name : OTHER, method, status);
    }

    void manifest(String method, int status) {
        request(MANIFEST, method, status);
    }

    void releases(String method, int status) {
        request(RELEASES, method, status);
    }

    private void request(String label, String method, int status) {
        requests.add(1, label, method, Integer.toString(status));
    }
}
