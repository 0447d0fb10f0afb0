package io.plasmd.provider.artifacts;

/**
 * Where an artifact is for a client.
 *
 * @param name a role or a file name
 */
record ArtifactPath(String channel, String arch, String name) {

    ArtifactPath withName(String other) {
        return new ArtifactPath(channel, arch, other);
    }
}
