package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMount;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.ArchitectureNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What of the artifacts directory is on file systems that may not answer, by the names that clients have for it. */
final class RemotePlaces {
    private final Path root;
    private final Path store;
    private final RemoteMounts remotes;

    /**
     * Of an artifacts directory.
     *
     * @param store in which its releases are
     */
    RemotePlaces(Path root, Path store, RemoteMounts remotes) {
        this.root = root;
        this.store = store;
        this.remotes = remotes;
    }

    /** The one that has to be asked for what a place has; empty, mostly, where there is none. */
    Optional<RemoteMount> of(ArtifactPlace place) {
        if (remotes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return ArchitectureNames.of(place.arch()).stream()
                    .map(arch -> remotes.in(root.resolve(place.channel()).resolve(arch)))
                    .flatMap(Optional::stream)
                    .findFirst()
                    // What a channel has mostly is a link to one of its releases.
                    .or(() -> remotes.in(store.resolve(place.channel())));
        } catch (InvalidPathException e) {
            // No file can have such a name.
            return Optional.empty();
        }
    }

    /** The one that some files are on. Where there is no file, all there is has to be looked through for it. */
    Optional<RemoteMount> of(List<BlobFile> files) {
        return files.isEmpty()
                ? remotes.in(root)
                : files.stream()
                        .map(file -> remotes.on(file.version().path()))
                        .flatMap(Optional::stream)
                        .findFirst();
    }
}
