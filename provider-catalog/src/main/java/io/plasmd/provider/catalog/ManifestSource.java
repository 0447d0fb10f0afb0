package io.plasmd.provider.catalog;

import io.plasmd.provider.release.SignedManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest is made from; the same manifest belongs to the same one.
 *
 * @param realPath of the directory
 * @param release what was published, if anything was
 * @param fetched the manifest by which it came here, where that is the one to be served
 * @param isSignedElsewhere whether there should be such a one
 */
record ManifestSource(
        Manifests.Place place,
        Path realPath,
        List<Artifact> artifacts,
        Optional<ManifestMaker.Published> release,
        Optional<SignedManifest> fetched,
        boolean isSignedElsewhere) {}
