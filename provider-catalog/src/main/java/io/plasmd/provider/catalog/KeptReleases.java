package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the releases that are kept, with their files. */
final class KeptReleases {
    private final Path root;
    private final Releases releases;
    private final DirectoryLooks<List<KeptRelease>> looks = new DirectoryLooks<>(this::look);

    KeptReleases(Path root, Releases releases) {
        this.root = root;
        this.releases = releases;
    }

    /** The looks at the directories in which the releases of one architecture of a channel are. */
    DirectoryLooks<List<KeptRelease>> looks() {
        return looks;
    }

    /** Where they are. */
    Path directory() {
        return releases.directory();
    }

    /** The directories in which they are. */
    List<Path> kept() {
        return releases.kept();
    }

    /** All that are in some directories, as far as they were looked at last. */
    List<KeptRelease> in(List<Path> there) {
        looks.forgetAllBut(Set.copyOf(there));
        return there.stream().flatMap(kept -> looks.last(kept).stream()).toList();
    }

    private List<KeptRelease> look(Path directory, @Nullable List<KeptRelease> before) {
        List<KeptRelease> kept = new ArrayList<>();
        for (Release release : releases.in(directory)) {
            kept.add(new KeptRelease(release, files(release.directory())));
        }
        if (before != null && before.equals(kept)) {
            return before;
        }
        releases.forgetGone();
        return List.copyOf(kept);
    }

    private List<BlobFile> files(Path directory) {
        List<BlobFile> files = new ArrayList<>();
        try {
            Path real = directory.toRealPath();
            if (real.startsWith(root.toRealPath())) {
                for (Path file : VisibleFiles.in(real)) {
                    file(real, file).ifPresent(files::add);
                }
            }
        } catch (IOException e) {
            // It is being removed: what is gone is not served.
            return List.of();
        }
        return files;
    }

    /** A release consists of regular files: a link in it leads to something that was not published. */
    private static Optional<BlobFile> file(Path real, Path file) {
        String name = file.getFileName().toString();
        try {
            FileState state = FileState.at(file, LinkOption.NOFOLLOW_LINKS);
            return state.isRegularFile() && !name.equals(Names.MANIFEST)
                    ? Optional.of(new BlobFile(name, FileVersion.of(real, name, state)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
