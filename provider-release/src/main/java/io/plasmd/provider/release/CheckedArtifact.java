package io.plasmd.provider.release;

import java.util.Optional;

/**
 * One artifact of a manifest, and what has been found of it.
 *
 * @param name its role or file name
 * @param problem why it is not what the manifest says; empty where it is
 */
public record CheckedArtifact(String name, Manifest.Entry entry, Optional<String> problem) {

    /** Whether every byte is as the manifest says. */
    public boolean isRight() {
        return problem.isEmpty();
    }
}
