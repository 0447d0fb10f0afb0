package io.plasmd.provider.release;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where an artifact is read from at present. Once a place has refused it, no connection asks there again. */
final class ArtifactPlaces {
    private final RemoteArtifact artifact;
    private final Set<String> reasons = new LinkedHashSet<>();
    private int refused;
    private boolean tagged;

    ArtifactPlaces(RemoteArtifact artifact) {
        this.artifact = artifact;
    }

    synchronized URI current() {
        return artifact.places().get(Math.min(refused, artifact.places().size() - 1));
    }

    /** Turns to the next place; does nothing where another connection has done so. */
    synchronized void refuse(URI place, RefusedException e) throws ReleaseException {
        if (!place.equals(current())) {
            return;
        }
        reasons.add(e.what());
        refused++;
        tagged = false;
        if (refused >= artifact.places().size()) {
            List<String> all = new ArrayList<>(reasons);
            throw new ReleaseException(artifact.name() + ": " + String.join("; ", all) + ". " + e.advice(), e);
        }
    }

    /** It tags what it serves with the digest, so it understands a condition with the digest. Others would refuse it. */
    synchronized void foundTagged(URI place) {
        tagged = place.equals(current());
    }

    synchronized boolean isTagged() {
        return tagged;
    }
}
