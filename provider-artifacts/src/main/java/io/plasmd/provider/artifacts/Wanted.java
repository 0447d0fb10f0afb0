package io.plasmd.provider.artifacts;

/**
 * What a client wants of an artifact.
 *
 * @param path as it asked for it
 * @param byDigest whether that was by digest, so that the answer is the same for ever
 */
record Wanted(ArtifactPath path, boolean byDigest) {

    /** What the artifact is called in the answer. */
    String name(Artifact artifact) {
        return byDigest ? artifact.fileName() : path.name();
    }

    String cacheControl() {
        // A shared cache would otherwise guess how long an artifact stays fresh, and mix releases.
        return byDigest ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
