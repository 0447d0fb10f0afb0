package io.plasmd.provider.artifacts;

import java.nio.file.Path;
import java.util.List;

/**
 * What one architecture of one channel has.
 *
 * @param arch the name that the directory has
 * @param realPath where it leads: for what was published, the directory of the current release
 * @param entries the artifacts, all from there, by file name
 */
record ArtifactDirectory(String channel, String arch, Path realPath, List<Catalog.Entry> entries) {}
