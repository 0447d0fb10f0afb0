package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Names;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;

/**
 * What one architecture of one channel has.
 *
 * @param arch the name that the directory has
 * @param realPath where it leads: for what was published, the directory of the current release
 * @param artifacts all from there, by file name
 * @param roles of the files that clients get by role
 * @param brought files from there that are no artifacts, but say something about them: see {@link Names#isReserved}
 * @param nameless how many files from there are left out since their names are no text
 * @param uncertain of how many files the digest is not known for certain
 */
record ArtifactDirectory(
        String channel,
        String arch,
        Path realPath,
        List<Artifact> artifacts,
        Map<String, String> roles,
        List<Artifact> brought,
        int nameless,
        int uncertain) {

    /** The artifacts as clients get them, each made when it is looked at. */
    List<Catalog.Entry> entries() {
        return new AbstractList<>() {
            @Override
            public Catalog.Entry get(int index) {
                Artifact artifact = artifacts.get(index);
                String name = roles.getOrDefault(artifact.fileName(), artifact.fileName());
                return new Catalog.Entry(channel, arch, name, artifact);
            }

            @Override
            public int size() {
                return artifacts.size();
            }
        };
    }
}
