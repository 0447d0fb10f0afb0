package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the directory of one architecture of a channel is looked at. */
final class ArchitectureLook {
    private final ArtifactTree tree;
    private final Digests digests;

    /** What a directory has, and where it really is. */
    private record Found(Path directory, SortedMap<String, Artifact> files, int nameless) {}

    ArchitectureLook(ArtifactTree tree, Digests digests) {
        this.tree = tree;
        this.digests = digests;
    }

    /**
     * What it has now; the same object where nothing has changed.
     *
     * @throws UncheckedIOException where nobody knows
     */
    ArtifactDirectory at(Path directory, @Nullable ArtifactDirectory before) {
        String channel = Objects.requireNonNull(directory.getParent(), "a channel")
                .getFileName()
                .toString();
        Map<String, Artifact> known = before(before);
        Found files = files(directory, known);
        if (before != null && isAsBefore(files, before, known)) {
            return before;
        }
        ArtifactDirectory found = directory(channel, directory.getFileName().toString(), files);
        return before != null && before.equals(found) ? before : found;
    }

    /** Known without putting tens of thousands of names in order for each request. */
    private static boolean isAsBefore(Found now, ArtifactDirectory before, Map<String, Artifact> known) {
        return before.uncertain() == 0
                && before.nameless() == now.nameless()
                && before.realPath().equals(now.directory())
                && known.equals(now.files());
    }

    /** The same with what is known of the digests by now. */
    ArtifactDirectory digested(ArtifactDirectory directory) {
        SortedMap<String, Artifact> files = new TreeMap<>();
        before(directory)
                .forEach((name, artifact) -> files.put(name, tree.files().digested(artifact)));
        return directory(
                directory.channel(), directory.arch(), new Found(directory.realPath(), files, directory.nameless()));
    }

    private static Map<String, Artifact> before(@Nullable ArtifactDirectory directory) {
        Map<String, Artifact> files = new HashMap<>();
        if (directory != null) {
            directory.artifacts().forEach(artifact -> files.put(artifact.fileName(), artifact));
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
        Map<String, String> names = tree.roles().namesByFile(artifacts.keySet());
        artifacts.keySet().retainAll(names.keySet());
        names.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
        int uncertain = (int) Stream.concat(artifacts.values().stream(), brought.stream())
                .filter(artifact -> digests.of(artifact.version()).isEmpty())
                .count();
        return new ArtifactDirectory(
                channel,
                arch,
                found.directory(),
                List.copyOf(artifacts.values()),
                Map.copyOf(names),
                List.copyOf(brought),
                found.nameless(),
                uncertain);
    }

    /** The files of a directory, all of them of one release: looked at again if another one has become current by then. */
    private Found files(Path directory, Map<String, Artifact> before) {
        try {
            Path real = tree.realPath(directory).orElse(directory);
            while (true) {
                SortedMap<String, Artifact> files = new TreeMap<>();
                VisibleFiles.Listing listed = list(directory, real);
                for (Path file : listed.visible()) {
                    String name = file.getFileName().toString();
                    if (!name.equals(Names.MANIFEST)) {
                        look(directory, real, file, before.get(name))
                                .ifPresent(artifact -> files.put(artifact.fileName(), artifact));
                    }
                }
                Path now = tree.realPath(directory).orElse(real);
                if (now.equals(real)) {
                    return new Found(real, files, listed.nameless());
                }
                real = now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private VisibleFiles.Listing list(Path directory, Path real) {
        VisibleFiles.Listing listed = tree.list(directory, real);
        tree.room()
                .take(
                        directory,
                        1
                                + listed.visible().stream()
                                        .mapToInt(VisibleFiles::weight)
                                        .sum());
        return listed;
    }

    private Optional<Artifact> look(Path directory, Path real, Path file, @Nullable Artifact before)
            throws IOException {
        try {
            return tree.files().look(directory, real, file, before);
        } catch (NoSuchFileException e) {
            // Removed just now.
            return Optional.empty();
        }
    }
}
