package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one directory is looked at: that of an architecture, or one below it. */
final class DirectoryLook {
    private final ArtifactTree tree;
    private final Digests digests;
    private final LeftOutDirectories leftOut = new LeftOutDirectories();
    private BiConsumer<Path, Path> watch = (place, real) -> {};

    DirectoryLook(ArtifactTree tree, Digests digests) {
        this.tree = tree;
        this.digests = digests;
    }

    /**
     * Has each directory below that of an architecture watched from before it is looked at, since what comes in between is
     * not told: by the name that it is told by, with where that leads. Called before there are clients.
     */
    void beforeEach(BiConsumer<Path, Path> begin) {
        watch = begin;
    }

    /**
     * What is in it now; the same object where nothing has changed.
     *
     * @param told what is known to have changed since, if that is all that is to be looked at
     * @throws UncheckedIOException where nobody knows
     */
    DirectoryContent at(Path place, @Nullable DirectoryContent before, Told told) {
        InnerPath inner = InnerPath.of(tree.root(), place).orElseThrow();
        try {
            Path real = inner.in(tree.realPath(inner.architecture()).orElse(inner.architecture()));
            if (!inner.isTop()) {
                watch.accept(place, real);
                if (!tree.inner().isItself(real)) {
                    return before != null && before.isSame(DirectoryContent.nothing(real))
                            ? before
                            : DirectoryContent.nothing(real);
                }
            }
            Optional<DirectoryContent.Own> changed =
                    before != null && before.realPath().equals(real)
                            ? named(place, inner.prefix(), before, told)
                            : Optional.empty();
            var own = changed.isPresent() ? changed.get() : new Look(place, real, inner, known(before)).own();
            var found = new DirectoryContent(real, own);
            return before != null && before.isSame(found) ? before : found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<DirectoryContent.Own> named(Path place, String prefix, DirectoryContent before, Told told)
            throws IOException {
        return told.isAll() || told.isNothing()
                ? Optional.empty()
                : new NamedLook(tree.files(), tree.room().mostInOne(), place, prefix, before).at(told.names(), digests);
    }

    private static Map<String, Artifact> known(@Nullable DirectoryContent before) {
        Map<String, Artifact> known = new HashMap<>();
        if (before != null) {
            before.files().forEach(artifact -> known.put(artifact.nameInDirectory(), artifact));
        }
        return known;
    }

    /** One look. */
    private final class Look {
        private final Path place;
        private final Path real;
        private final InnerPath inner;
        private final Map<String, Artifact> known;
        private final List<Artifact> artifacts = new ArrayList<>();
        private final List<Artifact> brought = new ArrayList<>();
        private final List<String> directories = new ArrayList<>();
        private int names = 1;

        Look(Path place, Path real, InnerPath inner, Map<String, Artifact> known) {
            this.place = place;
            this.real = real;
            this.inner = inner;
            this.known = known;
        }

        DirectoryContent.Own own() throws IOException {
            VisibleFiles.Listing listed = tree.list(place, real);
            if (!inner.isTop()) {
                tree.room().fits(place);
            }
            for (Path child : listed.visible()) {
                names += VisibleFiles.weight(inner.prefix().length(), child);
                if (!(inner.isTop() && child.endsWith(Names.MANIFEST))) {
                    child(child);
                }
            }
            int uncertain = (int) Stream.concat(artifacts.stream(), brought.stream())
                    .filter(artifact -> digests.of(artifact.version()).isEmpty())
                    .count();
            return new DirectoryContent.Own(
                    List.copyOf(artifacts),
                    List.copyOf(brought),
                    List.copyOf(directories),
                    listed.nameless(),
                    names,
                    uncertain);
        }

        private void child(Path child) throws IOException {
            Optional<FileState> state = tree.files().state(child);
            if (state.isEmpty()) {
                return;
            }
            if (state.get().isDirectory()) {
                directory(child);
                return;
            }
            file(child, state.get()).ifPresent(found -> {
                (Names.isReserved(found.fileName()) ? brought : artifacts).add(found);
            });
        }

        private Optional<Artifact> file(Path file, FileState state) throws IOException {
            try {
                String name = file.getFileName().toString();
                return tree.files().look(place, real, inner.prefix(), file, state, known.get(name));
            } catch (NoSuchFileException e) {
                // Removed just now.
                return Optional.empty();
            }
        }

        private void directory(Path directory) throws IOException {
            String name = directory.getFileName().toString();
            if (directory.endsWith(Unreadable.LOST_AND_FOUND)) {
                return;
            }
            if (!isNoLink(directory)) {
                leftOut.link(place.resolve(name));
            } else if (inner.depth() == Names.MOST_DIRECTORIES) {
                leftOut.tooDeep(place.resolve(name));
            } else {
                directories.add(name);
            }
        }

        private static boolean isNoLink(Path directory) throws IOException {
            try {
                return FileState.at(directory, LinkOption.NOFOLLOW_LINKS).isDirectory();
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }
}
