package io.plasmd.provider.catalog;

import io.plasmd.provider.release.ArchitectureNames;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an artifact is for a client.
 *
 * @param name a role or a file name
 */
public record ArtifactPath(ArtifactPlace place, String name) {

    public String channel() {
        return place.channel();
    }

    public String arch() {
        return place.arch();
    }

    /** All that lead there or, in a release, to the same name in its channel: an architecture may have two names. */
    public List<String> names() {
        return ArchitectureNames.of(arch()).stream()
                .flatMap(one -> Stream.of(
                        new ArtifactPlace(channel(), one, place.version()), ArtifactPlace.current(channel(), one)))
                .map(one -> one + "/" + name)
                .distinct()
                .toList();
    }

    ArtifactPath withName(String other) {
        return new ArtifactPath(place, other);
    }

    @Override
    public String toString() {
        return place + "/" + name;
    }
}
