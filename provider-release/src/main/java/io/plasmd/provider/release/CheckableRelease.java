package io.plasmd.provider.release;

import java.util.List;

/** A release that can be held against its manifest, wherever it is. */
public sealed interface CheckableRelease permits LocalRelease, RemoteRelease {

    /** What it is held against. Nothing of it has been believed yet. */
    SignedManifest manifest();

    /** Reads every artifact that the manifest names, several at once. */
    List<CheckedArtifact> check(Progress progress) throws InterruptedException;
}
