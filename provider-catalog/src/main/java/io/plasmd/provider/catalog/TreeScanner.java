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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks the artifacts directory. */
final class TreeScanner {
    /** Beyond so many the count tells names: to look at each file would keep a server from getting ready. */
    private static final int MANY = 500;

    private final ArtifactTree tree;
    private final Digests digests;
    private Runnable hear = () -> {};
    private final DirectoryLooks<ArtifactDirectory> looks = new DirectoryLooks<>(this::look);

    /** What a directory has, and where it really is. */
    private record Found(Path directory, SortedMap<String, Artifact> files) {}

    TreeScanner(ArtifactTree tree, Digests digests) {
        this.tree = tree;
        this.digests = digests;
    }

    /** Has somebody hear what has changed, before clients are told what there is; called before there are any. */
    void beforeAnswers(Runnable listen) {
        hear = listen;
    }

    /** The looks at the architectures of all channels. */
    DirectoryLooks<ArtifactDirectory> looks() {
        return looks;
    }

    /** The directories of all channels. */
    List<Path> channels() {
        List<Path> channels = directories(tree.root());
        if (channels.isEmpty()) {
            tree.mountPoint().requireMounted();
        } else {
            tree.mountPoint().filled();
        }
        return channels;
    }

    /** The directories of the architectures of a channel. */
    List<Path> architectures(Path channel) {
        return directories(channel);
    }

    /** What there is in architectures, as far as it was looked at last; what may not be read counts as empty. */
    Catalog scan(List<Path> architectures) {
        looks.forgetAllBut(Set.copyOf(architectures));
        return new Catalog(architectures.stream().map(this::last).toList());
    }

    /** Of another release that has become current since, nobody need have told. */
    private ArtifactDirectory last(Path arch) {
        ArtifactDirectory directory = looks.last(arch);
        if (!tree.realPath(arch).equals(Optional.of(directory.realPath()))
                || (directory.uncertain() > 0 && !digested(directory).equals(directory))) {
            looks.changed(arch);
            return looks.last(arch);
        }
        return directory;
    }

    private ArtifactDirectory digested(ArtifactDirectory directory) {
        SortedMap<String, Artifact> files = new TreeMap<>();
        before(directory).forEach((name, artifact) -> files.put(name, tree.digested(artifact)));
        return directory(directory.channel(), directory.arch(), new Found(directory.realPath(), files));
    }

    /** What one architecture of one channel has now; empty where there is no directory of it. */
    Optional<ArtifactDirectory> scan(String channel, String arch) {
        Optional<Path> found = find(channel, arch);
        if (found.isEmpty()) {
            tree.mountPoint().requireMounted();
        }
        hear.run();
        return found.map(looks::now);
    }

    /** How many artifacts one architecture of one channel has, at the least cost. */
    int count(String channel, String arch) {
        return find(channel, arch).map(this::count).orElse(0);
    }

    private int count(Path directory) {
        String[] names = directory.toFile().list();
        List<String> visible = names == null
                ? List.of()
                : Stream.of(names)
                        .filter(name -> Names.isSegment(name) && !Names.isReserved(name))
                        .toList();
        return visible.size() > MANY
                ? visible.size()
                : (int) visible.stream()
                        .filter(name -> tree.isArtifact(directory.resolve(name)))
                        .count();
    }

    /** Where a place is without links; empty where it is not there. */
    Optional<Path> realPath(Path place) {
        return tree.realPath(place);
    }

    private Optional<Path> find(String channel, String arch) {
        return ArchitectureNames.of(arch).stream()
                .map(name -> tree.root().resolve(channel).resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private ArtifactDirectory look(Path directory, @Nullable ArtifactDirectory before) {
        String channel = Objects.requireNonNull(directory.getParent(), "a channel")
                .getFileName()
                .toString();
        ArtifactDirectory found =
                directory(channel, directory.getFileName().toString(), files(directory, before(before)));
        return before != null && before.equals(found) ? before : found;
    }

    private static Map<String, Artifact> before(@Nullable ArtifactDirectory directory) {
        Map<String, Artifact> files = new HashMap<>();
        if (directory != null) {
            directory.entries().forEach(entry -> files.put(entry.artifact().fileName(), entry.artifact()));
            directory.brought().forEach(artifact -> files.put(artifact.fileName(), artifact));
        }
        return files;
    }

    private ArtifactDirectory directory(String channel, String arch, Found found) {
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
        List<Catalog.Entry> entries = new ArrayList<>(artifacts.size());
        artifacts.forEach((file, artifact) -> {
            String name = names.get(file);
            if (name != null) {
                // Where it is its own name, one text for both.
                entries.add(new Catalog.Entry(channel, arch, name.equals(file) ? artifact.fileName() : name, artifact));
            }
        });
        int uncertain = (int) Stream.concat(entries.stream().map(Catalog.Entry::artifact), brought.stream())
                .filter(artifact -> digests.of(artifact.version()).isEmpty())
                .count();
        return new ArtifactDirectory(
                channel, arch, found.directory(), List.copyOf(entries), List.copyOf(brought), uncertain);
    }

    /** The files of a directory, all of them of one release: looked at again if another one has become current by then. */
    private Found files(Path directory, Map<String, Artifact> before) {
        Path real = tree.realPath(directory).orElse(directory);
        while (true) {
            SortedMap<String, Artifact> files = new TreeMap<>();
            for (Path file : VisibleFiles.in(real)) {
                String name = file.getFileName().toString();
                if (!name.equals(Names.MANIFEST)) {
                    look(directory, real, file, before.get(name))
                            .ifPresent(artifact -> files.put(artifact.fileName(), artifact));
                }
            }
            Path now = tree.realPath(directory).orElse(real);
            if (now.equals(real)) {
                return new Found(real, files);
            }
            real = now;
        }
    }

    private Optional<Artifact> look(Path directory, Path real, Path file, @Nullable Artifact before) {
        try {
            return tree.look(directory, real, file, before);
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
