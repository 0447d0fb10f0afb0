package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Walks the artifacts directory. */
final class TreeScanner {
    private final ArtifactTree tree;

    /** A way to look at a file: {@link ArtifactTree#look} or {@link ArtifactTree#meet}. */
    private interface Look {
        Optional<Artifact> at(Path path, Path file) throws IOException;
    }

    /** What a directory has, and where it really is. */
    private record Found(Path directory, SortedMap<String, Artifact> files, int nameless) {}

    TreeScanner(ArtifactTree tree) {
        this.tree = tree;
    }

    /**
     * Everything there is.
     *
     * @param unreadable takes in where nobody knows what there is
     */
    Catalog scan(Unreadable unreadable) {
        List<Catalog.Entry> entries = new ArrayList<>();
        List<Artifact> brought = new ArrayList<>();
        int nameless = 0;
        requireMounted();
        for (Path channel : directories(tree.root(), unreadable)) {
            for (Path arch : directories(channel, unreadable)) {
                try {
                    ArtifactDirectory directory =
                            directory(channel.getFileName().toString(), arch);
                    entries.addAll(directory.entries());
                    brought.addAll(directory.brought());
                    nameless += directory.nameless();
                } catch (UncheckedIOException e) {
                    unreadable.add(arch, e);
                }
            }
        }
        tree.directories().look();
        return new Catalog(entries, brought, nameless);
    }

    /**
     * What one architecture of one channel has; empty where there is no directory of it.
     *
     * @throws UncheckedIOException where nobody knows
     */
    Optional<ArtifactDirectory> scan(String channel, String arch) {
        Optional<Path> found = find(channel, arch);
        if (found.isEmpty()) {
            tree.mountPoint().requireMounted();
        }
        return found.map(directory -> directory(channel, directory));
    }

    /**
     * Asks the disk.
     *
     * @throws UncheckedIOException where there is nothing at all, or nobody knows
     */
    void requireMounted() {
        tree.mountPoint().requireMounted();
    }

    /** How many artifacts one architecture of one channel has, as far as anybody knows, at the least cost. */
    int count(String channel, String arch) {
        try {
            return find(channel, arch)
                    .map(directory -> (int) files(directory, tree::meet).files().keySet().stream()
                            .filter(name -> !Names.isReserved(name))
                            .count())
                    .orElse(0);
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private Optional<Path> find(String channel, String arch) {
        @Nullable IOException doubt = null;
        for (String name : ArchitectureNames.of(arch)) {
            Path directory = tree.root().resolve(channel).resolve(name);
            try {
                if (tree.realPath(directory).isPresent()
                        && FileState.at(directory).isDirectory()) {
                    return Optional.of(directory);
                }
            } catch (IOException e) {
                doubt = e;
            }
        }
        if (doubt != null) {
            throw new UncheckedIOException(doubt);
        }
        return Optional.empty();
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
        return new ArtifactDirectory(channel, arch, found.directory(), entries, brought, found.nameless());
    }

    /** The files of a directory, all of them of one release: looked at again if another one has become current by then. */
    private Found files(Path directory, Look look) {
        try {
            Path real = tree.realPath(directory).orElse(directory);
            while (true) {
                SortedMap<String, Artifact> files = new TreeMap<>();
                VisibleFiles.Listing listed = VisibleFiles.list(real);
                for (Path file : listed.visible()) {
                    String name = file.getFileName().toString();
                    if (!name.equals(Names.MANIFEST)) {
                        look(look, directory.resolve(name), file).ifPresent(artifact -> files.put(name, artifact));
                    }
                }
                Path now = tree.realPath(directory).orElse(real);
                if (now.equals(real)) {
                    known(directory, listed.visible().isEmpty());
                    return new Found(real, files, listed.nameless());
                }
                real = now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void known(Path directory, boolean isEmpty) {
        if (isEmpty) {
            tree.requireMounted(directory);
        } else {
            tree.directories().filled(directory);
        }
    }

    private static Optional<Artifact> look(Look look, Path path, Path file) throws IOException {
        try {
            return look.at(path, file);
        } catch (NoSuchFileException e) {
            // Removed just now.
            return Optional.empty();
        }
    }

    private List<Path> directories(Path parent, Unreadable unreadable) {
        List<Path> directories = new ArrayList<>();
        try {
            List<Path> children = VisibleFiles.in(parent);
            known(parent, children.isEmpty());
            for (Path child : children) {
                try {
                    if (isInside(child)) {
                        directories.add(child);
                    }
                } catch (IOException e) {
                    boolean isOfParent = e instanceof AccessDeniedException && !isListed(child);
                    unreadable.add(isOfParent ? parent : child, new UncheckedIOException(e));
                }
            }
        } catch (UncheckedIOException e) {
            unreadable.add(parent, e);
        }
        return directories;
    }

    /** Else its parent may be listed, but not searched. */
    private static boolean isListed(Path child) {
        return Files.exists(child, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isInside(Path directory) throws IOException {
        try {
            return FileState.at(directory).isDirectory()
                    && directory.toRealPath().startsWith(tree.root().toRealPath());
        } catch (IOException e) {
            tree.requireAbsent(directory, e);
            return false;
        }
    }
}
