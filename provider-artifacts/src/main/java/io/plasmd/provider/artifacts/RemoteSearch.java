package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.files.RemoteMount;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** The search for an artifact on a file system that may not answer, while the request waits for it without a thread. */
final class RemoteSearch {
    private static final Awaited<Found> FOUND = new Awaited<>("found");
    private static final String ATTEMPT = RemoteSearch.class.getName();

    /** What was found; empty where there certainly is none. */
    record Found(Optional<Artifact> artifact) {}

    private RemoteSearch() {}

    /** Empty where the request comes once more. */
    static Optional<Found> find(RemoteMount mount, FirstAnswer.Search search, HttpServletRequest request)
            throws IOException {
        return FOUND.of(request, () -> mount.ask(() -> new Found(search.find())));
    }

    /** Has it looked for anew. */
    static void forget(HttpServletRequest request) {
        FOUND.forget(request);
        RemoteArtifacts.forget(request);
    }

    /** Which one it is of the attempts to open what was found. */
    static int attempt(HttpServletRequest request) {
        return request.getAttribute(ATTEMPT) instanceof Integer attempt ? attempt : 1;
    }

    /** What was found is gone. */
    static void nextAttempt(HttpServletRequest request) {
        request.setAttribute(ATTEMPT, attempt(request) + 1);
        forget(request);
    }
}
