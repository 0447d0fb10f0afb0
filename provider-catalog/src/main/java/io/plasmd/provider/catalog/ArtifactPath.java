package io.plasmd.provider.catalog;

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

    /** The same name in what its channel has now. */
    public ArtifactPath inChannel() {
        return new ArtifactPath(ArtifactPlace.current(channel(), arch()), name);
    }

    ArtifactPath withName(String other) {
        return new ArtifactPath(place, other);
    }

    @Override
    public String toString() {
        return place + "/" + name;
    }
}
