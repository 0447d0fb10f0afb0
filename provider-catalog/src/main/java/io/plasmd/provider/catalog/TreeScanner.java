package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks the artifacts directory. */
final class TreeScanner {
    /** Beyond so many the count tells names: to look at each file would keep a server from getting ready. */
    private static final int MANY = 500;

    private final ArtifactTree tree;
    private final RemoteMounts remotes;
    private final ArchitectureLook look;
    private final Subdirectories directories;
    private final DirectoryLooks<ArtifactDirectory> looks;
    private Runnable hear = () -> {};

    TreeScanner(ArtifactTree tree, Digests digests, RemoteMounts remotes) {
        this.tree = tree;
        this.remotes = remotes;
        this.look = new ArchitectureLook(tree, digests);
        this.directories = new Subdirectories(tree, remotes);
        this.looks = new DirectoryLooks<>((place, before, told) -> look.at(place, before));
    }

    /** Has somebody hear what has changed, before clients are told what there is; called before there are any. */
    void beforeAnswers(Runnable listen) {
        hear = listen;
    }

    /** The looks at the architectures of all channels. */
    DirectoryLooks<ArtifactDirectory> looks() {
        return looks;
    }

    /**
     * Asks the disk.
     *
     * @throws UncheckedIOException where there is nothing at all, or nobody knows
     */
    void requireMounted() {
        tree.mountPoint().requireMounted();
    }

    /** Takes note of directories that are there no more, which may be about to come back. */
    void noteGone() {
        tree.directories().look();
    }

    /**
     * The directories of all channels.
     *
     * @param unreadable takes in where nobody knows what there is
     * @throws UncheckedIOException where there is nothing at all, or nobody knows
     */
    List<Path> channels(Unreadable unreadable) {
        RemoteMounts.run(remotes.on(tree.root()), this::requireMounted);
        return directories.of(tree.root(), unreadable).stream()
                .filter(channel -> Names.isChannel(channel.getFileName().toString()))
                .toList();
    }

    /** The directories of the architectures of a channel. */
    List<Path> architectures(Path channel, Unreadable unreadable) {
        return directories.of(channel, unreadable);
    }

    /** Where a place is without links; empty where it is not there, or nobody knows. */
    Optional<Path> realPath(Path place, Unreadable unreadable) {
        try {
            return RemoteMounts.call(remotes.on(place), () -> tree.realPath(place));
        } catch (IOException e) {
            unreadable.add(place, new UncheckedIOException(e));
            return Optional.empty();
        }
    }

    /**
     * What there is in architectures, as far as it was looked at last.
     *
     * @param unreadable takes in where nobody knows what there is
     */
    Catalog scan(List<Path> architectures, Unreadable unreadable) {
        looks.forgetAllBut(Set.copyOf(architectures));
        List<ArtifactDirectory> found = new ArrayList<>();
        for (Path arch : architectures) {
            try {
                found.add(RemoteMounts.callUnchecked(remotes.in(arch), () -> last(arch)));
            } catch (UncheckedIOException e) {
                unreadable.add(arch, e);
            }
        }
        return new Catalog(found);
    }

    /** Of another release that has become current since, nobody need have told. */
    private ArtifactDirectory last(Path arch) {
        ArtifactDirectory directory = looks.last(arch);
        if (!isStill(arch, directory.realPath())
                || (directory.uncertain() > 0 && !look.digested(directory).equals(directory))) {
            looks.changed(arch);
            return looks.last(arch);
        }
        return directory;
    }

    private boolean isStill(Path arch, Path realPath) {
        try {
            return tree.realPath(arch).equals(Optional.of(realPath));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What one architecture of one channel has now; empty where there is no directory of it.
     *
     * @throws UncheckedIOException where nobody knows
     */
    Optional<ArtifactDirectory> scan(String channel, String arch) {
        Optional<Path> found = find(channel, arch);
        if (found.isEmpty()) {
            requireMounted();
        }
        hear.run();
        return found.map(looks::now);
    }

    /** How many artifacts one architecture of one channel has, as far as anybody knows, at the least cost. */
    int count(String channel, String arch) {
        try {
            return RemoteMounts.callUnchecked(
                    remotes.in(tree.root().resolve(channel)),
                    () -> find(channel, arch).map(this::count).orElse(0));
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private int count(Path directory) {
        List<Path> visible = tree.room().list(directory, directory).visible().stream()
                .filter(file -> !Names.isReserved(file.getFileName().toString()))
                .toList();
        return visible.size() > MANY
                ? visible.size()
                : (int) visible.stream().filter(tree.files()::isArtifact).count();
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
}
