package io.plasmd.provider.catalog;

import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.release.TooManyNamesException;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts directory as clients see it: {@code <channel>/<arch>/<file>}, and files in directories there. Nothing that
 * resolves to a place outside of it, and nothing but regular files, exists.
 *
 * <p>Every look goes to the disk, so that a switched link or a replaced file shows at once; what is remembered is what
 * was last found under a path, and is good for as long as the file is the same.
 */
final class ArtifactTree {
    private final Path root;
    private final Room room;
    private final KnownDirectories directories = new KnownDirectories();
    private final InnerDirectories inner;
    private final MountPoint mountPoint;
    private final Roles roles;
    private final ArtifactFiles files;

    ArtifactTree(Path root, Room room, Roles roles, Digests digests) {
        this.root = root;
        this.room = room;
        this.mountPoint = new MountPoint(root, directories);
        this.roles = roles;
        this.files = new ArtifactFiles(root, room, digests);
        this.inner = new InnerDirectories(root, room, files);
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
                    inner.requireMounted(directory, wanted.name());
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

    /**
     * What is in a directory of the tree.
     *
     * @param directory as clients see it
     * @param real where that leads
     * @throws UncheckedIOException where nobody knows, as in a mount point without its disk
     */
    VisibleFiles.Listing list(Path directory, Path real) {
        try {
            VisibleFiles.Listing listed = room.list(directory, real);
            if (inner.has(directory)) {
                inner.listed(directory, !listed.visible().isEmpty());
            } else if (listed.visible().isEmpty()) {
                requireMounted(directory);
            } else {
                directories.filled(directory);
            }
            return listed;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof TooManyNamesException && !inner.has(directory)) {
                directories.filled(directory);
            }
            throw e;
        }
    }

    private Optional<Artifact> find(Path directory, String name) throws IOException {
        room.requireKnown(directory);
        for (Optional<Path> real = realPath(directory); real.isPresent(); ) {
            for (String fileName : roles.filesOf(name)) {
                if (inner.leadTo(fileName, directory, real.get())) {
                    Optional<Artifact> found =
                            files.look(directory.resolve(fileName), real.get().resolve(fileName), fileName);
                    if (found.isPresent()) {
                        return found;
                    }
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
            files.requireAbsent(directory, e);
            directories.requireLongGone(directory);
            return Optional.empty();
        }
    }

    Path root() {
        return root;
    }

    /** The directories below those of architectures. */
    InnerDirectories inner() {
        return inner;
    }

    ArtifactFiles files() {
        return files;
    }

    Room room() {
        return room;
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
