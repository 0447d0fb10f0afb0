package io.plasmd.provider.catalog;

import io.plasmd.provider.files.Absence;
import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Single files of the artifacts directory: whether they can be served, and what is known of them. */
final class ArtifactFiles {
    private final Boundary boundary;
    private final Digests digests;
    private final DateHistory dates;
    private final LastSeen lastSeen = new LastSeen();
    private Consumer<Path> unknown = directory -> {};

    ArtifactFiles(Path root, Room room, Digests digests) {
        this.boundary = new Boundary(root);
        this.dates = new DateHistory(2 * room.mostInAll());
        this.digests = digests;
    }

    /** Has somebody told of directories where a client has met what is not known yet; called before there are clients. */
    void whenUnknown(Consumer<Path> tell) {
        unknown = tell;
    }

    /**
     * Of what could not be looked at.
     *
     * @throws IOException what it failed by, where there may be something all the same
     */
    void requireAbsent(Path path, IOException failure) throws IOException {
        if (!Absence.isCertain(path, failure) && !boundary.leadsOut(path)) {
            throw failure;
        }
    }

    /**
     * What is at a path of the tree, with its digest if that is known.
     *
     * @param path as clients see it
     * @param file the same in the directory that it really is in
     * @param name by which clients ask for it: the last part of both, or several
     */
    Optional<Artifact> look(Path path, Path file, String name) throws IOException {
        Optional<FileState> state = state(file);
        if (state.isEmpty()) {
            lastSeen.forget(path);
            return Optional.empty();
        }
        Optional<Artifact> before = lastSeen.of(path, file, state.get());
        if (before.isPresent()) {
            return before;
        }
        Path directory = parent(path);
        String prefix = name.substring(0, name.lastIndexOf('/') + 1);
        Optional<Artifact> found =
                meet(directory, parent(file), prefix, file, state.get()).map(this::digested);
        if (found.isPresent() && found.get().digest().isEmpty()) {
            unknown.accept(directory);
        }
        // Not one whose digest has become known just now, nor one that is only told while it is computed anew.
        found.filter(artifact ->
                        artifact.digest().isPresent() && artifact.digest().equals(digests.of(artifact.version())))
                .ifPresent(artifact -> lastSeen.put(path, file, artifact));
        return found;
    }

    /** What the kernel says of what a path leads to; empty where there certainly is nothing. */
    Optional<FileState> state(Path file) throws IOException {
        try {
            return Optional.of(FileState.at(file));
        } catch (IOException e) {
            requireAbsent(file, e);
            return Optional.empty();
        }
    }

    /**
     * What is in a directory under a name.
     *
     * @param directory as clients see it
     * @param real the directory that it really is
     * @param prefix what the names of files in it begin with for clients
     * @param file in the latter
     * @param before what was found there last
     */
    Optional<Artifact> look(
            Path directory, Path real, String prefix, Path file, FileState state, @Nullable Artifact before)
            throws IOException {
        boolean isSame = before != null
                && before.version().matches(state)
                && before.version().name().equals(file.getFileName().toString())
                && before.version().directory().equals(real);
        return isSame
                ? Optional.of(digested(Objects.requireNonNull(before)))
                : meet(directory, real, prefix, file, state).map(this::digested);
    }

    private Optional<Artifact> meet(Path directory, Path real, String prefix, Path file, FileState state)
            throws IOException {
        if (!state.isRegularFile()) {
            return Optional.empty();
        }
        Path realPath = file.toRealPath();
        if (!boundary.isVisible(realPath, real)) {
            return Optional.empty();
        }
        String name = file.getFileName().toString();
        FileVersion version = digests.same(
                realPath.equals(file) ? FileVersion.of(real, name, state) : FileVersion.of(realPath, state));
        String kept = oneText(name, version);
        boolean datedUniquely = dates.isUnique(directory, kept, version) && !digests.sharesDate(version);
        return Optional.of(
                new Artifact(prefix.isEmpty() ? kept : prefix + kept, version, Optional.empty(), datedUniquely));
    }

    /** The text that its version has, where that is its name: with another one, there would be two for each file. */
    private static String oneText(String name, FileVersion version) {
        return version.name().equals(name) ? version.name() : name;
    }

    /** Whether there is something at a path of the tree that can be served. */
    boolean isArtifact(Path path) {
        try {
            Path real = parent(path).toRealPath();
            FileState state = FileState.at(path);
            return state.isRegularFile() && boundary.isVisible(path.toRealPath(), real);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "below the root");
    }

    /** The same with what is known of its digest by now; where nothing is, has it computed. */
    Artifact digested(Artifact artifact) {
        return artifact.with(digests.find(artifact.version()));
    }
}
