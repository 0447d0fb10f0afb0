package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the releases that are kept, with their files. */
final class KeptReleases {
    private final Path root;
    private final Releases releases;

    KeptReleases(Path root, Releases releases) {
        this.root = root;
        this.releases = releases;
    }

    /**
     * All of them.
     *
     * @param unreadable takes in those of which nobody knows what is in them
     */
    List<KeptRelease> look(Unreadable unreadable) {
        List<KeptRelease> kept = new ArrayList<>();
        for (Release release : releases.all()) {
            try {
                kept.add(new KeptRelease(release, files(release.directory())));
            } catch (UncheckedIOException e) {
                unreadable.add(release.directory(), e);
            }
        }
        return kept;
    }

    private List<BlobFile> files(Path directory) {
        List<BlobFile> files = new ArrayList<>();
        try {
            Path real = directory.toRealPath();
            if (real.startsWith(root.toRealPath())) {
                for (Path file : VisibleFiles.in(real)) {
                    file(file).ifPresent(files::add);
                }
            }
        } catch (IOException e) {
            // It is being removed: what is gone is not served.
            return List.of();
        }
        return files;
    }

    /** A release consists of regular files: a link in it leads to something that was not published. */
    private static Optional<BlobFile> file(Path file) {
        String name = file.getFileName().toString();
        try {
            FileState state = FileState.at(file, LinkOption.NOFOLLOW_LINKS);
            return state.isRegularFile() && !name.equals(Names.MANIFEST)
                    ? Optional.of(new BlobFile(name, FileVersion.of(file, state)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
