package io.plasmd.provider.catalog;

import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Walks the artifacts directory. */
final class TreeScanner {
    private final ArtifactTree tree;

    /** A way to look at a file: {@link ArtifactTree#look} or {@link ArtifactTree#meet}. */
    private interface Look {
        Optional<Artifact> at(Path path, Path file) throws IOException;
    }

    /** What a directory has, and where it really is. */
    private record Found(Path directory, SortedMap<String, Artifact> files) {}

    TreeScanner(ArtifactTree tree) {
        this.tree = tree;
    }

    /** Everything there is; directories that may not be read count as empty. */
    Catalog scan() {
        List<Catalog.Entry> entries = new ArrayList<>();
        List<Artifact> brought = new ArrayList<>();
        List<Path> channels = directories(tree.root());
        if (channels.isEmpty()) {
            tree.mountPoint().requireMounted();
        } else {
            tree.mountPoint().filled();
        }
        for (Path channel : channels) {
            for (Path arch : directories(channel)) {
                ArtifactDirectory directory = directory(channel.getFileName().toString(), arch);
                entries.addAll(directory.entries());
                brought.addAll(directory.brought());
            }
        }
        return new Catalog(entries, brought);
    }

    /** What one architecture of one channel has; empty where there is no directory of it. */
    Optional<ArtifactDirectory> scan(String channel, String arch) {
        Optional<Path> found = find(channel, arch);
        if (found.isEmpty()) {
            tree.mountPoint().requireMounted();
        }
        return found.map(directory -> directory(channel, directory));
    }

    /** How many artifacts one architecture of one channel has, at the least cost. */
    int count(String channel, String arch) {
        return find(channel, arch)
                .map(directory -> (int) files(directory, tree::meet).files().keySet().stream()
                        .filter(name -> !Names.isReserved(name))
                        .count())
                .orElse(0);
    }

    private Optional<Path> find(String channel, String arch) {
        return ArchitectureNames.of(arch).stream()
                .map(name -> tree.root().resolve(channel).resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private ArtifactDirectory directory(String channel, Path directory) {
        Found found = files(directory, tree::look);
        List<Artifact> brought = new ArrayList<>();
        SortedMap<String, Artifact> artifacts = new TreeMap<>();
        found.files().forEach((file, artifact) -> {
            if (Names.isReserved(file)) {
                brought.add(artifact);
            } else {
                artifacts.put(file, artifact);
            }
        });
        Map<String, String> names = new HashMap<>();
        tree.roles().filesByName(artifacts.keySet()).forEach((name, file) -> names.put(file, name));
        String arch = directory.getFileName().toString();
        List<Catalog.Entry> entries = new ArrayList<>();
        artifacts.forEach((file, artifact) -> {
            String name = names.get(file);
            if (name != null) {
                entries.add(new Catalog.Entry(channel, arch, name, artifact));
            }
        });
        return new ArtifactDirectory(channel, arch, found.directory(), entries, brought);
    }

    /** The files of a directory, all of them of one release: looked at again if another one has become current by then. */
    private Found files(Path directory, Look look) {
        Path real = tree.realPath(directory).orElse(directory);
        while (true) {
            SortedMap<String, Artifact> files = new TreeMap<>();
            for (Path file : VisibleFiles.in(real)) {
                String name = file.getFileName().toString();
                if (!name.equals(Names.MANIFEST)) {
                    look(look, directory.resolve(name), file).ifPresent(artifact -> files.put(name, artifact));
                }
            }
            Path now = tree.realPath(directory).orElse(real);
            if (now.equals(real)) {
                return new Found(real, files);
            }
            real = now;
        }
    }

    private static Optional<Artifact> look(Look look, Path path, Path file) {
        try {
            return look.at(path, file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<Path> directories(Path parent) {
        return VisibleFiles.in(parent).stream().filter(this::isInside).toList();
    }

    private boolean isInside(Path directory) {
        try {
            return Files.isDirectory(directory)
                    && directory.toRealPath().startsWith(tree.root().toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
