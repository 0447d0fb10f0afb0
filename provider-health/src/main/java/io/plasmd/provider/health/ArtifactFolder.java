package io.plasmd.provider.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Artifacts as a tree: those of one directory, and the directories in it. */
final class ArtifactFolder {
    private final String prefix;
    private final List<StatusTree> files = new ArrayList<>();
    private final Map<String, ArtifactFolder> folders = new LinkedHashMap<>();

    private ArtifactFolder(String prefix) {
        this.prefix = prefix;
    }

    static ArtifactFolder of(List<StatusTree> artifacts) {
        var top = new ArtifactFolder("");
        artifacts.forEach(
                artifact -> top.folder(artifact.text("filename")).files.add(artifact));
        return top;
    }

    private ArtifactFolder folder(String name) {
        int end = name.indexOf('/', prefix.length());
        return end < 0
                ? this
                : folders.computeIfAbsent(name.substring(0, end + 1), ArtifactFolder::new)
                        .folder(name);
    }

    /** What the names of its files begin with: empty at the top, else with a / at its end. */
    String prefix() {
        return prefix;
    }

    /** Its own. */
    List<StatusTree> files() {
        return files;
    }

    List<ArtifactFolder> folders() {
        return List.copyOf(folders.values());
    }

    /** With those below. */
    int count() {
        return files.size()
                + folders.values().stream().mapToInt(ArtifactFolder::count).sum();
    }

    /** In bytes, with those below. */
    long size() {
        return files.stream().mapToLong(file -> file.number("size_bytes")).sum()
                + folders.values().stream().mapToLong(ArtifactFolder::size).sum();
    }
}
