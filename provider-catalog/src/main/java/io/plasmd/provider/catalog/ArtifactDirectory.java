package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Names;
import java.nio.file.Path;
import java.util.List;

/**
 * What one architecture of one channel has.
 *
 * @param arch the name that the directory has
 * @param realPath where it leads: for what was published, the directory of the current release
 * @param entries the artifacts, all from there, by file name
 * @param brought files from there that are no artifacts, but say something about them: see {@link Names#isReserved}
 * @param nameless how many files from there are left out since their names are no text
 * @param uncertain of how many files the digest is not known for certain
 */
record ArtifactDirectory(
        String channel,
        String arch,
        Path realPath,
        List<Catalog.Entry> entries,
        List<Artifact> brought,
        int nameless,
        int uncertain) {}
