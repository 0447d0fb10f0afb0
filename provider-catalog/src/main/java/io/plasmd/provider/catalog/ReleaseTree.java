package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.NamedReleases;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.ReleaseRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Kept releases as clients see them: {@code /releases/<channel>/<arch>/<version>/<file>}. What there is says the record of
 * the release, and a file is there only as long as it has the digest that it was published with: an address that is good
 * for ever never leads to other bytes.
 */
final class ReleaseTree {
    private final ArtifactTree tree;
    private final NamedReleases releases;
    private final DirectoryLooks<ArtifactDirectory> looks =
            new DirectoryLooks<>((place, before, told) -> look(place, before));

    private final Map<Path, Folded> folded = new ConcurrentHashMap<>();

    /** A release, and where it is. */
    private record Found(Path directory, Release release) {}

    /** The names of a release, for clients that ask with another case. */
    private record Folded(ReleaseRecord record, FoldedNames names) {}

    ReleaseTree(ArtifactTree tree, NamedReleases releases) {
        this.tree = tree;
        this.releases = releases;
    }

    /**
     * The artifact of a release behind a role or file name.
     *
     * @return empty where there certainly is none
     * @throws UncheckedIOException where nobody knows, and of {@link UnavailableException} where there is one all the same
     */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        return in(wanted.place(), found -> find(found, wanted.name()));
    }

    private Optional<Artifact> find(Found found, String wanted) throws IOException {
        Release release = found.release();
        for (String name : tree.roles().filesOf(wanted)) {
            ReleaseRecord.StoredFile stored = release.record().files().get(name);
            if (stored != null && Names.isArtifact(name)) {
                Path file = release.directory().resolve(name);
                return Optional.of(intact(release, name, stored, lookAt(name, found, file)));
            }
        }
        return Optional.empty();
    }

    /** Behind a directory that is a link there is nothing that was published. */
    private Optional<Artifact> lookAt(String name, Found found, Path file) throws IOException {
        return tree.inner().leadTo(name, found.directory(), found.release().directory())
                ? tree.files().look(found.directory().resolve(name), file, name)
                : Optional.empty();
    }

    /** The name of a file of a release that is the same as another one but for case, the first of several. */
    Optional<String> ignoringCase(ArtifactPath wanted) throws IOException {
        return in(
                wanted.place(),
                found -> folded(found.release()).like(wanted.name()).stream().findFirst());
    }

    @SuppressWarnings("ReferenceEquality") // a record is the same object until another one is read
    private FoldedNames folded(Release release) {
        return folded.compute(
                        release.directory(),
                        (directory, before) -> before != null && before.record() == release.record()
                                ? before
                                : new Folded(
                                        release.record(),
                                        new FoldedNames(release.record().files().keySet())))
                .names();
    }

    /**
     * All that a release has.
     *
     * @return empty where there certainly is no such release
     * @throws UncheckedIOException as {@link #find}, of any of its files
     */
    Optional<ArtifactDirectory> directory(ArtifactPlace place) throws IOException {
        return in(place, found -> Optional.of(looks.now(found.release().directory())));
    }

    /** What is done with a release that was found. */
    private interface Use<T> {
        Optional<T> of(Found found) throws IOException;
    }

    private <T> Optional<T> in(ArtifactPlace place, Use<T> use) throws IOException {
        Optional<Found> found = find(place);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return use.of(found.get());
        } catch (UnavailableException e) {
            if (find(place).isEmpty()) {
                // It was removed meanwhile, as a whole: nothing is missing from it.
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The release that a place is of; of an architecture with two names under either. */
    private Optional<Found> find(ArtifactPlace place) throws IOException {
        String version = place.version().orElseThrow();
        for (String arch : ArchitectureNames.of(place.arch())) {
            Path directory = releases.directory(place.channel(), arch, version);
            tree.room()
                    .requireKnown(Objects.requireNonNull(directory.getParent(), "where releases are kept"), directory);
            Optional<Path> real = tree.realPath(directory);
            if (real.isPresent() && isOwn(directory, real.get())) {
                return Optional.of(new Found(directory, release(real.get())));
            }
        }
        tree.mountPoint().requireMounted();
        for (String arch : ArchitectureNames.of(place.arch())) {
            if (releases.isComing(place.channel(), arch, version)) {
                throw UnavailableException.notYet("release " + version + " is being fetched");
            }
        }
        return Optional.empty();
    }

    /** A link is none of the store's own, wherever it leads. */
    private boolean isOwn(Path directory, Path real) throws IOException {
        return real.equals(tree.root().toRealPath().resolve(tree.root().relativize(directory)));
    }

    private Release release(Path real) {
        try {
            return releases.require(real);
        } catch (ReleaseException e) {
            String reason = String.valueOf(e.getMessage());
            throw releases.isPublished(real)
                    ? UnavailableException.damaged(reason)
                    : UnavailableException.notYet(reason);
        }
    }

    private ArtifactDirectory look(Path real, @Nullable ArtifactDirectory before) {
        Release release = release(real);
        ReleaseRecord record = release.record();
        Map<String, Artifact> known = new HashMap<>();
        if (before != null) {
            before.artifacts().forEach(artifact -> known.put(artifact.fileName(), artifact));
        }
        Map<String, String> names = tree.roles()
                .namesByFile(record.files().keySet().stream()
                        .filter(file -> file.indexOf('/') < 0)
                        .collect(Collectors.toSet()));
        List<Artifact> artifacts = new ArrayList<>();
        Map<String, Path> directories = new HashMap<>();
        record.files().forEach((file, stored) -> {
            if ((file.indexOf('/') >= 0 || names.containsKey(file)) && Names.isArtifact(file)) {
                Path directory = directories.computeIfAbsent(
                        file.substring(0, file.lastIndexOf('/') + 1), release.directory()::resolve);
                artifacts.add(look(release, directory, file, stored, known.get(file)));
            }
        });
        names.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
        var found = ArtifactDirectory.whole(
                record.channel(), record.arch(), real, List.copyOf(artifacts), Map.copyOf(names));
        return before != null && before.equals(found) ? before : found;
    }

    private Artifact look(
            Release release, Path directory, String name, ReleaseRecord.StoredFile stored, @Nullable Artifact before) {
        String prefix = name.substring(0, name.lastIndexOf('/') + 1);
        Path file = directory.resolve(name.substring(prefix.length()));
        try {
            Optional<FileState> state = tree.files().state(file);
            Optional<Artifact> found = state.isPresent()
                    ? tree.files().look(directory, directory, prefix, file, state.get(), before)
                    : Optional.empty();
            return intact(release, name, stored, found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was found, if it is the file of the release; another one in its place, or behind a link, is not served. */
    private static Artifact intact(
            Release release, String name, ReleaseRecord.StoredFile stored, Optional<Artifact> found) {
        Artifact artifact = found.filter(
                        one -> one.version().path().equals(release.directory().resolve(name)))
                .orElseThrow(() -> damaged(release, name, "missing"));
        if (artifact.size() != stored.size()
                || artifact.digest()
                        .filter(digest -> !digest.equals(stored.digest()))
                        .isPresent()) {
            throw damaged(release, name, "no longer what was published");
        }
        if (artifact.digest().isEmpty()) {
            throw UnavailableException.notYet("a digest is still being computed");
        }
        return artifact;
    }

    private static UnavailableException damaged(Release release, String name, String how) {
        ReleaseRecord record = release.record();
        return UnavailableException.damaged("release " + record.version() + " of "
                + HumanText.printable(record.channel() + "/" + record.arch()) + " is damaged: "
                + HumanText.printable(name) + " is " + how);
    }

    /** What is remembered of releases that are there no more. */
    void forgetGone() {
        looks.places().removeIf(place -> !Files.exists(place));
        folded.keySet().removeIf(place -> !Files.exists(place));
    }
}
