package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts directory as clients see it: {@code <channel>/<arch>/<file>}. Nothing that resolves to a place outside
 * of it, and nothing but regular files, exists.
 *
 * <p>Every look goes to the disk, so that a switched link or a replaced file shows at once; what is remembered is what
 * was last found under a path, and is good for as long as the file is the same.
 */
final class ArtifactTree {
    private final Path root;
    private final MountPoint mountPoint;
    private final Roles roles;
    private final Digests digests;
    private final DateHistory dates = new DateHistory();
    private Consumer<Path> unknown = directory -> {};
    private final Map<Path, Seen> lastSeen = new ConcurrentHashMap<>();

    /** What is asked for again and again is far less; of what is asked for once, nothing has to be remembered. */
    private static final int MOST_SEEN = 4096;

    /** What was found, and where: of two releases, both may have the same file by hard links. */
    private record Seen(Path file, Artifact artifact) {}

    ArtifactTree(Path root, Roles roles, Digests digests) {
        this.root = root;
        this.mountPoint = new MountPoint(root);
        this.roles = roles;
        this.digests = digests;
    }

    /** Has somebody told of directories where a client has met what is not known yet; called before there are clients. */
    void whenUnknown(Consumer<Path> tell) {
        unknown = tell;
    }

    /** The artifact behind a role or file name. */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        if (wanted.name().equals(Names.MANIFEST)) {
            // What has that name for clients is made here.
            return Optional.empty();
        }
        try {
            for (String arch : ArchitectureNames.of(wanted.arch())) {
                Optional<Artifact> found = find(root.resolve(wanted.channel()).resolve(arch), wanted.name());
                if (found.isPresent()) {
                    return found;
                }
            }
            mountPoint.requireMounted();
            return Optional.empty();
        } catch (InvalidPathException e) {
            // No file can have such a name.
            return Optional.empty();
        }
    }

    private Optional<Artifact> find(Path directory, String name) throws IOException {
        for (Optional<Path> real = realPath(directory); real.isPresent(); ) {
            for (String fileName : roles.filesOf(name)) {
                Optional<Artifact> found =
                        look(directory.resolve(fileName), real.get().resolve(fileName));
                if (found.isPresent()) {
                    return found;
                }
            }
            Optional<Path> now = realPath(directory);
            if (now.equals(real)) {
                return Optional.empty();
            }
            // Another release has become current, and the one that was looked at may be gone.
            real = now;
        }
        return Optional.empty();
    }

    /** Where a directory is without symbolic links, of which one may be switched at any time. */
    Optional<Path> realPath(Path directory) {
        try {
            return Optional.of(directory.toRealPath());
        } catch (IOException e) {
            // Missing, a dangling link, a loop of links, or below a directory that may not be searched.
            return Optional.empty();
        }
    }

    /**
     * What is at a path of the tree, with its digest if that is known.
     *
     * @param path as clients see it
     * @param file the same in the directory that it really is in
     */
    Optional<Artifact> look(Path path, Path file) throws IOException {
        FileState state;
        try {
            state = FileState.at(file);
        } catch (IOException e) {
            lastSeen.remove(path);
            return Optional.empty();
        }
        Seen before = lastSeen.get(path);
        if (before != null
                && before.file().equals(file)
                && before.artifact().digest().isPresent()
                && before.artifact().version().matches(state)) {
            return Optional.of(before.artifact());
        }
        Path directory = parent(path);
        Optional<Artifact> found = meet(directory, parent(file), file, state).map(this::digested);
        if (found.filter(artifact -> artifact.digest().isPresent()).isEmpty()) {
            unknown.accept(directory);
        }
        if (lastSeen.size() >= MOST_SEEN) {
            lastSeen.clear();
        }
        // One that is only told while it is computed anew is not to be remembered.
        found.filter(artifact -> digests.of(artifact.version()).isPresent())
                .ifPresent(artifact -> lastSeen.put(path, new Seen(file, artifact)));
        return found;
    }

    /**
     * What is in a directory under a name.
     *
     * @param directory as clients see it
     * @param real the directory that it really is
     * @param file in the latter
     * @param before what was found there last
     */
    Optional<Artifact> look(Path directory, Path real, Path file, @Nullable Artifact before) throws IOException {
        FileState state;
        try {
            state = FileState.at(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        boolean isSame = before != null
                && before.version().matches(state)
                && before.version().name().equals(file.getFileName().toString())
                && before.version().directory().equals(real);
        return isSame
                ? Optional.of(digested(Objects.requireNonNull(before)))
                : meet(directory, real, file, state).map(this::digested);
    }

    private Optional<Artifact> meet(Path directory, Path real, Path file, FileState state) throws IOException {
        if (!state.isRegularFile()) {
            return Optional.empty();
        }
        Path realPath = file.toRealPath();
        if (!isVisible(realPath, real)) {
            return Optional.empty();
        }
        String name = file.getFileName().toString();
        FileVersion version = digests.same(
                realPath.equals(file) ? FileVersion.of(real, name, state) : FileVersion.of(realPath, state));
        boolean datedUniquely = dates.isUnique(directory, name, version) && !digests.sharesDate(version);
        return Optional.of(new Artifact(name, version, Optional.empty(), datedUniquely));
    }

    /** Whether there is something at a path of the tree that can be served. */
    boolean isArtifact(Path path) {
        try {
            Path real = parent(path).toRealPath();
            FileState state = FileState.at(path);
            return state.isRegularFile() && isVisible(path.toRealPath(), real);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "below the root");
    }

    /**
     * Whether a file may be served. A link leads to a file of the same directory, or to one that has no dot in front of
     * any of its names; a directory can be that of a release, which a link leads to.
     */
    private boolean isVisible(Path realPath, Path directory) throws IOException {
        Path realRoot = root.toRealPath();
        Path real = Objects.requireNonNull(realPath.getParent());
        return realPath.startsWith(realRoot)
                && directory.startsWith(realRoot)
                && Names.isSegment(realPath.getFileName().toString())
                && isVisibleDirectory(realRoot, directory)
                && (real.equals(directory) || hasNoDots(realRoot.relativize(real)));
    }

    /** A store of releases may have a dot in front, what the store has for itself in it does not show. */
    private static boolean isVisibleDirectory(Path realRoot, Path directory) {
        Path inside = realRoot.relativize(directory);
        int names = inside.getNameCount();
        return names == 1 || hasNoDots(inside.subpath(1, names));
    }

    private static boolean hasNoDots(Path inside) {
        for (Path name : inside) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** The same with what is known of its digest by now; where nothing is, has it computed. */
    Artifact digested(Artifact artifact) {
        Optional<Digest> digest = digests.find(artifact.version());
        return digest.equals(artifact.digest())
                ? artifact
                : new Artifact(artifact.fileName(), artifact.version(), digest, artifact.datedUniquely());
    }

    Path root() {
        return root;
    }

    MountPoint mountPoint() {
        return mountPoint;
    }

    Roles roles() {
        return roles;
    }
}
