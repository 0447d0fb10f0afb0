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
 * @param contents what each of its directories has of its own, by what the names of files in it begin with
 * @param unreadable those below it of which nobody knows what is in them
 */
record ArtifactDirectory(
        String channel,
        String arch,
        Path realPath,
        List<Artifact> artifacts,
        Map<String, String> roles,
        List<Artifact> brought,
        int nameless,
        int uncertain,
        Map<String, DirectoryContent> contents,
        Unreadable unreadable) {

    /** Of which all is known that there is to know, as of a kept release, which is not looked at directory by directory. */
    static ArtifactDirectory whole(
            String channel, String arch, Path realPath, List<Artifact> artifacts, Map<String, String> roles) {
        return new ArtifactDirectory(
                channel, arch, realPath, artifacts, roles, List.of(), 0, 0, Map.of(), new Unreadable());
    }

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
