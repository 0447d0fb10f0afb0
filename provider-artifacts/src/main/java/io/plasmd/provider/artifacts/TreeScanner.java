package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Names;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Walks the artifacts directory. */
final class TreeScanner {
    private final ArtifactTree tree;

    TreeScanner(ArtifactTree tree) {
        this.tree = tree;
    }

    /** Everything there is; directories that cannot be read count as empty. */
    Catalog scan() {
        List<Catalog.Entry> entries = new ArrayList<>();
        for (Path channel : directories(tree.root())) {
            for (Path arch : directories(channel)) {
                entries.addAll(release(channel.getFileName().toString(), arch));
            }
        }
        return new Catalog(entries);
    }

    /** What one architecture of one channel has. */
    Catalog scan(String channel, String arch) {
        for (String name : ArchitectureNames.of(arch)) {
            Path directory = tree.root().resolve(channel).resolve(name);
            if (Files.isDirectory(directory)) {
                return new Catalog(release(channel, directory));
            }
        }
        return Catalog.EMPTY;
    }

    private List<Catalog.Entry> release(String channel, Path directory) {
        Map<String, Artifact> files = new TreeMap<>();
        for (Path path : children(directory)) {
            look(path).ifPresent(artifact -> files.put(artifact.fileName(), artifact));
        }
        Map<String, String> roleByFile = new TreeMap<>();
        for (String role : tree.roles().names()) {
            roleByFile.put(tree.roles().chosen(role, files.keySet()), role);
        }
        String arch = directory.getFileName().toString();
        List<Catalog.Entry> entries = new ArrayList<>();
        files.forEach((name, artifact) ->
                entries.add(new Catalog.Entry(channel, arch, roleByFile.getOrDefault(name, name), artifact)));
        return entries;
    }

    private Optional<Artifact> look(Path path) {
        try {
            return tree.look(path);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<Path> directories(Path parent) {
        return children(parent).stream().filter(this::isInside).toList();
    }

    private boolean isInside(Path directory) {
        try {
            return Files.isDirectory(directory)
                    && directory.toRealPath().startsWith(tree.root().toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                if (Names.isSegment(child.getFileName().toString())) {
                    children.add(child);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(children);
        return children;
    }
}
