package io.plasmd.provider.catalog;

/**
 * Where an artifact is for a client.
 *
 * @param name a role or a file name
 */
public record ArtifactPath(String channel, String arch, String name) {

    ArtifactPath withName(String other) {
        return new ArtifactPath(channel, arch, other);
    }
}
