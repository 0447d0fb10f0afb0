package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks the artifacts directory. */
final class TreeScanner {
    private final ArtifactTree tree;
    private final RemoteMounts remotes;
    private final ArchitectureLook look;
    private final Subdirectories directories;
    private final DirectoryLooks<ArtifactDirectory> looks;
    private Runnable hear = () -> {};
    private volatile boolean news;

    TreeScanner(ArtifactTree tree, Digests digests, RemoteMounts remotes) {
        this.tree = tree;
        this.remotes = remotes;
        this.look = new ArchitectureLook(tree, digests);
        this.directories = new Subdirectories(tree, remotes);
        this.looks = new DirectoryLooks<>(look::at);
    }

    /** Has somebody hear what has changed, before clients are told what there is; called before there are any. */
    void beforeAnswers(Runnable listen) {
        hear = listen;
    }

    /** Has each directory below those of architectures watched before it is looked at; called before there are clients. */
    void watchEach(BiConsumer<Path, Path> begin) {
        look.look().beforeEach(begin);
    }

    /** Anything may have changed in a directory, be it of an architecture or below one. */
    void changed(Path place) {
        changed(place, Told.ALL);
    }

    void changed(Path place, Told what) {
        // In this order: who looks at the architecture meanwhile is to look at it once more.
        look.directories().changed(place, what);
        InnerPath.of(tree.root(), place).ifPresent(inner -> looks.changed(inner.architecture()));
    }

    /** Nobody knows what has changed. */
    void anything() {
        look.directories().changed();
        looks.changed();
    }

    /** Of an architecture that has to go without. */
    void forget(Path architecture) {
        looks.forget(architecture);
        look.forget(architecture);
    }

    /** All directories in which there are files. */
    Set<Path> places() {
        Set<Path> places = new HashSet<>(look.directories().places());
        places.addAll(looks.places());
        return places;
    }

    /** Looks at a directory though nothing need have changed in it. */
    void again(Path place) {
        try {
            if (look.directories().places().contains(place) || looks.places().contains(place)) {
                look.directories().whole(place);
            }
        } catch (UncheckedIOException e) {
            // The architecture that it is of says so.
            changed(place);
            news = true;
        }
        if (look.directories().takeNews()) {
            changed(place);
            news = true;
        }
    }

    /** Whether a look has found something new since the last time that this was asked. */
    boolean takeNews() {
        boolean some = news;
        news = false;
        return looks.takeNews() || some;
    }

    /** The directories below those of architectures, as far as they have been looked at. */
    Set<Path> innerPlaces() {
        return look.directories().places().stream().filter(tree.inner()::has).collect(Collectors.toSet());
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
        tree.inner().forgetLongGone();
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
        Set<Path> there = Set.copyOf(architectures);
        looks.forgetAllBut(there);
        look.forgetAllBut(there);
        List<ArtifactDirectory> found = new ArrayList<>();
        for (Path arch : architectures) {
            try {
                ArtifactDirectory directory = RemoteMounts.callUnchecked(remotes.in(arch), () -> last(arch));
                found.add(directory);
                unreadable.addAll(directory.unreadable());
            } catch (UncheckedIOException e) {
                unreadable.add(arch, e);
            }
        }
        return new Catalog(found);
    }

    /** Of another release that has become current since, nobody need have told. */
    private ArtifactDirectory last(Path arch) {
        ArtifactDirectory directory = looks.last(arch);
        if (!isStill(arch, directory.realPath()) || look.hasLearned(directory)) {
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
     * @throws UncheckedIOException where nobody knows all of it
     */
    Optional<ArtifactDirectory> scan(String channel, String arch) {
        Optional<Path> found = find(channel, arch);
        if (found.isEmpty()) {
            requireMounted();
        }
        hear.run();
        Optional<ArtifactDirectory> directory = found.map(looks::now);
        directory.ifPresent(all -> all.unreadable().requireNone());
        return directory;
    }

    /** The name of a file of an architecture that is the same as another one but for case, the first of several. */
    Optional<String> ignoringCase(String channel, String arch, String name) {
        Optional<Path> found = find(channel, arch);
        hear.run();
        return found.flatMap(directory -> new NameSearch(directory, looks.last(directory)).find(name));
    }

    /** How many artifacts one architecture of one channel has, as far as anybody knows, at the least cost. */
    FileCount.Result count(String channel, String arch) {
        try {
            return RemoteMounts.callUnchecked(
                    remotes.in(tree.root().resolve(channel)),
                    () -> find(channel, arch)
                            .map(directory -> new FileCount(tree).of(directory))
                            .orElse(FileCount.Result.NONE));
        } catch (UncheckedIOException e) {
            return FileCount.Result.NONE;
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
}
