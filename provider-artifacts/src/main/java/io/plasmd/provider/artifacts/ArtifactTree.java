package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The artifacts directory as clients see it: {@code <channel>/<arch>/<file>}. Nothing that resolves to a place outside
 * of it, and nothing but regular files, exists.
 *
 * <p>Every look goes to the disk, so that a switched link or a replaced file shows at once; what is remembered is what
 * was last found under a path, and is good for as long as the file is the same.
 */
final class ArtifactTree {
    private final Path root;
    private final Roles roles;
    private final Digests digests;
    private final DateHistory dates = new DateHistory();
    private final Map<Path, Artifact> lastSeen = new ConcurrentHashMap<>();

    ArtifactTree(Path root, Roles roles, Digests digests) {
        this.root = root;
        this.roles = roles;
        this.digests = digests;
    }

    /** The artifact behind a role or file name. */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        try {
            for (String arch : ArchitectureNames.of(wanted.arch())) {
                Path directory = root.resolve(wanted.channel()).resolve(arch);
                for (String fileName : roles.filesOf(wanted.name())) {
                    Optional<Artifact> found = look(directory.resolve(fileName));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            // No file can have such a name.
            return Optional.empty();
        }
    }

    /** What is at a path of the tree. */
    Optional<Artifact> look(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            // Missing, a dangling link, a loop of links, or below a directory that may not be searched.
            lastSeen.remove(path);
            return Optional.empty();
        }
        if (!attributes.isRegularFile()) {
            return Optional.empty();
        }
        Artifact before = lastSeen.get(path);
        if (before != null && before.version().matches(attributes)) {
            return Optional.of(before.digest().isPresent() ? before : digested(path, before));
        }
        return firstLook(path, attributes);
    }

    private Optional<Artifact> firstLook(Path path, BasicFileAttributes attributes) throws IOException {
        Path realPath = path.toRealPath();
        if (!realPath.startsWith(root.toRealPath())) {
            return Optional.empty();
        }
        FileVersion version = FileVersion.of(realPath, attributes);
        var artifact =
                new Artifact(path.getFileName().toString(), version, Optional.empty(), dates.isUnique(path, version));
        lastSeen.put(path, artifact);
        return Optional.of(digested(path, artifact));
    }

    private Artifact digested(Path path, Artifact artifact) {
        Optional<Digest> digest = digests.of(artifact.version());
        if (digest.isEmpty()) {
            digests.want(artifact.version());
            return artifact;
        }
        var complete = new Artifact(artifact.fileName(), artifact.version(), digest, artifact.datedUniquely());
        lastSeen.replace(path, artifact, complete);
        return complete;
    }

    Path root() {
        return root;
    }

    Roles roles() {
        return roles;
    }
}
