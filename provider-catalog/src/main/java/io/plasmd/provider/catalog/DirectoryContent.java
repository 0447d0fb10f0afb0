package io.plasmd.provider.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one directory has of its own, as of one look. Those of an architecture are kept apart, so that what changes in one
 * of hundreds is looked at and nothing else. Nothing changed means the same object.
 */
final class DirectoryContent {
    private final Path realPath;
    private final Own own;
    /** Made for the first client that asks with another case. */
    private volatile @Nullable FoldedNames folded;

    /**
     * What is in it.
     *
     * @param artifacts sorted by name, as the others are
     * @param brought files that are no artifacts, but say something about them
     * @param directories by their names in it
     * @param nameless how many files are left out since their names are no text
     * @param names as how many it counts
     * @param uncertain of how many files the digest is not known for certain
     */
    record Own(
            List<Artifact> artifacts,
            List<Artifact> brought,
            List<String> directories,
            int nameless,
            int names,
            int uncertain) {}

    DirectoryContent(Path realPath, Own own) {
        this.realPath = realPath;
        this.own = own;
    }

    /** Of a directory that is not there any more. */
    static DirectoryContent nothing(Path realPath) {
        return new DirectoryContent(realPath, new Own(List.of(), List.of(), List.of(), 0, 1, 0));
    }

    Path realPath() {
        return realPath;
    }

    Own own() {
        return own;
    }

    Stream<Artifact> files() {
        return Stream.concat(own.artifacts().stream(), own.brought().stream());
    }

    boolean isSame(DirectoryContent other) {
        return realPath.equals(other.realPath) && own.equals(other.own);
    }

    /**
     * The names in it that are the same as one but for case, sorted.
     *
     * @param prefix what the names of its files begin with
     */
    List<String> like(String prefix, String name) {
        FoldedNames names = Optional.ofNullable(folded)
                .orElseGet(() -> new FoldedNames(Stream.concat(
                                files().map(file -> file.fileName().substring(prefix.length())),
                                own.directories().stream())
                        .toList()));
        folded = names;
        return names.like(name);
    }
}
