package io.plasmd.provider.catalog;

import io.plasmd.provider.files.Absence;
import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private final KnownDirectories directories = new KnownDirectories();
    private final MountPoint mountPoint;
    private final Roles roles;
    private final Digests digests;
    private final DateHistory dates = new DateHistory();
    private final Map<Path, Seen> lastSeen = new ConcurrentHashMap<>();

    /** What was found, and where: of two releases, both may have the same file by hard links. */
    private record Seen(Path file, Artifact artifact) {}

    ArtifactTree(Path root, Roles roles, Digests digests) {
        this.root = root;
        this.mountPoint = new MountPoint(root, directories);
        this.roles = roles;
        this.digests = digests;
    }

    /**
     * The artifact behind a role or file name.
     *
     * @return empty where there certainly is none
     * @throws UncheckedIOException where nobody knows
     */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        if (wanted.name().equals(Names.MANIFEST)) {
            // What has that name for clients is made here.
            return Optional.empty();
        }
        try {
            @Nullable IOException doubt = null;
            for (String arch : ArchitectureNames.of(wanted.arch())) {
                Path directory = root.resolve(wanted.channel()).resolve(arch);
                try {
                    Optional<Artifact> found = find(directory, wanted.name());
                    if (found.isPresent()) {
                        return found;
                    }
                    requireMounted(directory);
                } catch (NoSuchFileException e) {
                    // Gone after it was found: for the caller to look again.
                    throw e;
                } catch (IOException e) {
                    doubt = e;
                }
            }
            mountPoint.requireMounted();
            if (doubt != null) {
                throw new UncheckedIOException(doubt);
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            // No file can have such a name.
            return Optional.empty();
        }
    }

    /**
     * Of an architecture in which something was not found.
     *
     * @throws UncheckedIOException where it, or its channel, is a mount point without its disk
     */
    void requireMounted(Path directory) {
        directories.requireMounted(directory);
        directories.requireMounted(Objects.requireNonNull(directory.getParent()));
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

    /**
     * Where a directory is without symbolic links, of which one may be switched at any time.
     *
     * @return empty where there certainly is none
     */
    Optional<Path> realPath(Path directory) throws IOException {
        try {
            return Optional.of(directory.toRealPath());
        } catch (IOException e) {
            requireAbsent(directory, e);
            directories.requireLongGone(directory);
            return Optional.empty();
        }
    }

    /**
     * Of what could not be looked at.
     *
     * @throws IOException what it failed by, where there may be something all the same
     */
    void requireAbsent(Path path, IOException failure) throws IOException {
        if (!Absence.isCertain(path, failure) && !leadsOut(path)) {
            throw failure;
        }
    }

    /** A link may lead out of the tree to what nobody here may look at: it does not exist all the same. */
    private boolean leadsOut(Path path) {
        try {
            Path target = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
            return !target.startsWith(root) && !target.startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What is at a path of the tree, with its digest if that is known.
     *
     * @param path as clients see it
     * @param file the same in the directory that it really is in
     */
    Optional<Artifact> look(Path path, Path file) throws IOException {
        return meet(path, file).map(artifact -> artifact.digest().isPresent() ? artifact : digested(path, artifact));
    }

    /** What is at a path of the tree; nobody asks for its digest. */
    Optional<Artifact> meet(Path path, Path file) throws IOException {
        FileState state;
        try {
            state = FileState.at(file);
        } catch (IOException e) {
            requireAbsent(file, e);
            lastSeen.remove(path);
            return Optional.empty();
        }
        if (!state.isRegularFile()) {
            return Optional.empty();
        }
        Seen before = lastSeen.get(path);
        if (before != null
                && before.file().equals(file)
                && before.artifact().version().matches(state)) {
            return Optional.of(before.artifact());
        }
        Path realPath = file.toRealPath();
        if (!isVisible(realPath, Objects.requireNonNull(file.getParent()))) {
            return Optional.empty();
        }
        FileVersion version = FileVersion.of(realPath, state);
        boolean datedUniquely = dates.isUnique(path, version) && !digests.sharesDate(version);
        var artifact = new Artifact(path.getFileName().toString(), version, Optional.empty(), datedUniquely);
        lastSeen.put(path, new Seen(file, artifact));
        return Optional.of(artifact);
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

    /**
     * The store of releases has a dot in front, what it has for itself in it does not show. Nor does any other directory
     * with a dot, to which whoever owns a channel could make a link.
     */
    private static boolean isVisibleDirectory(Path realRoot, Path directory) {
        Path inside = realRoot.relativize(directory);
        int names = inside.getNameCount();
        return hasNoDots(inside)
                || (names > 1 && Releases.isStore(inside.getName(0)) && hasNoDots(inside.subpath(1, names)));
    }

    private static boolean hasNoDots(Path inside) {
        for (Path name : inside) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private Artifact digested(Path path, Artifact artifact) {
        Optional<Digest> digest = digests.find(artifact.version());
        if (digest.isEmpty()) {
            return artifact;
        }
        var complete = new Artifact(artifact.fileName(), artifact.version(), digest, artifact.datedUniquely());
        if (digests.of(artifact.version()).isEmpty()) {
            // Told while it is computed anew: not to be remembered.
            return complete;
        }
        lastSeen.computeIfPresent(
                path, (p, seen) -> isStill(artifact, seen.artifact()) ? new Seen(seen.file(), complete) : seen);
        return complete;
    }

    private static boolean isStill(Artifact artifact, Artifact seen) {
        return seen.version().equals(artifact.version()) && seen.datedUniquely() == artifact.datedUniquely();
    }

    Path root() {
        return root;
    }

    KnownDirectories directories() {
        return directories;
    }

    MountPoint mountPoint() {
        return mountPoint;
    }

    Roles roles() {
        return roles;
    }
}
