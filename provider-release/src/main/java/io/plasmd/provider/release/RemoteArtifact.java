package io.plasmd.provider.release;

import java.net.URI;
import java.util.List;

/**
 * One artifact of a release on another machine.
 *
 * @param name for messages and progress
 * @param size in bytes
 * @param places absolute HTTP URLs, at least one; the next is tried when one does not have it
 */
public record RemoteArtifact(String name, long size, Digest digest, List<URI> places) {

    public RemoteArtifact {
        places = List.copyOf(places);
        if (size < 0 || places.isEmpty() || !places.stream().allMatch(RemoteArtifact::isHttp)) {
            throw new IllegalArgumentException(name + ": size " + size + ", places " + places);
        }
    }

    private static boolean isHttp(URI place) {
        return place.getHost() != null
                && ("http".equalsIgnoreCase(place.getScheme()) || "https".equalsIgnoreCase(place.getScheme()));
    }
}
