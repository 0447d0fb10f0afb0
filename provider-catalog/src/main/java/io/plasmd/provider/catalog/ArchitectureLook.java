package io.plasmd.provider.catalog;

import io.plasmd.provider.release.TooManyNamesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an architecture of a channel is looked at: directory by directory, of which only those that are known to have changed
 * are looked at anew, and put together.
 */
final class ArchitectureLook {
    private final ArtifactTree tree;
    private final DirectoryLook look;
    private final DirectoryLooks<DirectoryContent> directories;

    ArchitectureLook(ArtifactTree tree, Digests digests) {
        this.tree = tree;
        this.look = new DirectoryLook(tree, digests);
        this.directories = new DirectoryLooks<>(look::at);
    }

    DirectoryLook look() {
        return look;
    }

    /** The looks at its directories, its own and those below, and at those of all others. */
    DirectoryLooks<DirectoryContent> directories() {
        return directories;
    }

    /**
     * What it has now; the same object where nothing has changed.
     *
     * @param told nothing where all of it has its turn; else what is known to have changed in its directories is looked at
     * @throws UncheckedIOException where nobody knows
     */
    ArtifactDirectory at(Path directory, @Nullable ArtifactDirectory before, Told told) {
        try {
            ArchitectureWalk walk = walk(directory, !told.isNothing());
            tree.room().take(directory, walk.names());
            return before != null
                            && before.contents().equals(walk.contents())
                            && before.unreadable().equals(walk.unreadable())
                    ? before
                    : directory(directory, walk);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof TooManyNamesException) {
                // There is no room for it.
                forget(directory);
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of one release: once more if another one has become current by then. */
    private ArchitectureWalk walk(Path directory, boolean told) throws IOException {
        while (true) {
            Path real = tree.realPath(directory).orElse(directory);
            ArchitectureWalk walk = new ArchitectureWalk(directory, real, source(directory, told)).all();
            if (!walk.isMixed() && tree.realPath(directory).orElse(real).equals(real)) {
                return walk;
            }
        }
    }

    private ArchitectureWalk.Source source(Path top, boolean told) {
        return new ArchitectureWalk.Source() {
            @Override
            public DirectoryContent of(Path place, Path real) {
                return told ? last(place, real) : directories.whole(place);
            }

            @Override
            public void room(int names) {
                tree.room().requireFitsInOne(top, names);
                tree.room().takeAtLeast(top, names);
            }
        };
    }

    /** Of another release that has become current since, nobody need have told. */
    private DirectoryContent last(Path place, Path real) {
        DirectoryContent last = directories.last(place);
        Told news = last.realPath().equals(real) ? learned(last) : Told.ALL;
        if (news.isNothing()) {
            return last;
        }
        directories.changed(place, news);
        return directories.last(place);
    }

    /** The files of which the digest has become known since. */
    private Told learned(DirectoryContent content) {
        return content.own().uncertain() == 0
                ? Told.NOTHING
                : Told.of(content.files()
                        .filter(artifact -> !tree.files().digested(artifact).equals(artifact))
                        .map(Artifact::nameInDirectory)
                        .collect(Collectors.toSet()));
    }

    /** The same of all of it. */
    boolean hasLearned(ArtifactDirectory directory) {
        return directory.uncertain() > 0
                && directory.contents().values().stream()
                        .anyMatch(content -> !learned(content).isNothing());
    }

    /** All of what an architecture has. */
    void forget(Path architecture) {
        directories.forget(place -> place.startsWith(architecture));
    }

    /** All of what other architectures have. */
    void forgetAllBut(Set<Path> architectures) {
        forgetIf(place -> InnerPath.of(tree.root(), place)
                .filter(inner -> architectures.contains(inner.architecture()))
                .isEmpty());
    }

    private ArtifactDirectory directory(Path directory, ArchitectureWalk walk) {
        forgetGone(directory, walk);
        DirectoryContent top = Objects.requireNonNull(walk.contents().get(""), "its own");
        List<Artifact> artifacts = ArchitectureWalk.sorted(walk.contents(), DirectoryContent.Own::artifacts);
        // Roles are for what lies at the top, and no name from below is that of one.
        Map<String, String> names = tree.roles()
                .namesByFile(
                        top.own().artifacts().stream().map(Artifact::fileName).collect(Collectors.toSet()));
        if (names.size() < top.own().artifacts().size()) {
            artifacts = artifacts.stream()
                    .filter(artifact -> artifact.fileName().contains("/") || names.containsKey(artifact.fileName()))
                    .toList();
        }
        names.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
        return new ArtifactDirectory(
                Objects.requireNonNull(directory.getParent(), "a channel")
                        .getFileName()
                        .toString(),
                directory.getFileName().toString(),
                top.realPath(),
                artifacts,
                Map.copyOf(names),
                ArchitectureWalk.sorted(walk.contents(), DirectoryContent.Own::brought),
                walk.sum(DirectoryContent.Own::nameless),
                walk.sum(DirectoryContent.Own::uncertain),
                Map.copyOf(walk.contents()),
                walk.unreadable());
    }

    private void forgetGone(Path top, ArchitectureWalk walk) {
        Set<Path> there = new HashSet<>(walk.unreadable().reasons().keySet());
        walk.contents().keySet().forEach(prefix -> there.add(top.resolve(prefix)));
        forgetIf(place -> place.startsWith(top) && !there.contains(place));
    }

    private void forgetIf(Predicate<Path> isGone) {
        directories.forget(place -> {
            boolean gone = isGone.test(place);
            if (gone) {
                tree.inner().noteGone(place);
            }
            return gone;
        });
    }
}
