package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.NotAnsweringException;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.Releases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at the releases that are kept, with their files. */
final class KeptReleases {
    /** Longer than any step in which a file system tells the time. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Path root;
    private final Room room;
    private final RemoteMounts remotes;
    private final Releases releases;
    private final DirectoryLooks<Shelf> looks = new DirectoryLooks<>(this::look);

    /**
     * What is kept of one architecture of a channel.
     *
     * @param unreadable those releases of which nobody knows what is in them
     */
    record Shelf(List<KeptRelease> releases, Unreadable unreadable) {}

    KeptReleases(Path root, Room room, Releases releases, RemoteMounts remotes) {
        this.root = root;
        this.remotes = remotes;
        this.room = room;
        this.releases = releases;
    }

    /** The looks at the directories in which the releases of one architecture of a channel are. */
    DirectoryLooks<Shelf> looks() {
        return looks;
    }

    /** Where they are. */
    Path directory() {
        return releases.directory();
    }

    /**
     * The directories in which they are.
     *
     * @param unreadable takes in those of which nobody knows what is in them
     */
    List<Path> kept(Unreadable unreadable) {
        try {
            return RemoteMounts.callUnchecked(remotes.in(releases.directory()), () -> releases.kept(unreadable::add));
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NotAnsweringException)) {
                throw e;
            }
            unreadable.add(releases.directory(), e);
            return List.of();
        }
    }

    /**
     * All that are in some directories, as far as they were looked at last.
     *
     * @param unreadable takes in where nobody knows what there is
     */
    List<KeptRelease> in(List<Path> there, Unreadable unreadable) {
        looks.forgetAllBut(Set.copyOf(there));
        List<KeptRelease> all = new ArrayList<>();
        for (Path kept : there) {
            try {
                Shelf shelf = RemoteMounts.callUnchecked(remotes.in(kept), () -> looks.last(kept));
                all.addAll(shelf.releases());
                if (!shelf.unreadable().isEmpty()) {
                    unreadable.addAll(shelf.unreadable());
                    looks.changed(kept);
                }
            } catch (UncheckedIOException e) {
                unreadable.add(kept, e);
            }
        }
        return all;
    }

    /**
     * Of a release that is not current only the record and the directory are looked at, as long as nothing is known to have
     * changed: nobody changes a file of it, and who asks for one that was changed is not given it.
     */
    private Shelf look(Path directory, @Nullable Shelf before, boolean told) {
        Map<Path, KeptRelease> known = new HashMap<>();
        if (before != null && !told) {
            before.releases().forEach(one -> known.put(one.release().directory(), one));
        }
        List<KeptRelease> kept = new ArrayList<>();
        int names = 1;
        var unreadable = new Unreadable();
        for (Release release : releases.in(directory)) {
            try {
                KeptRelease one = look(directory, release, known.get(release.directory()));
                names += one.files().size() + 1;
                room.take(directory, names);
                kept.add(one);
            } catch (UncheckedIOException e) {
                unreadable.add(release.directory(), e);
            }
        }
        var found = new Shelf(List.copyOf(kept), unreadable);
        if (before != null && before.equals(found)) {
            return before;
        }
        releases.forgetGone();
        return found;
    }

    private KeptRelease look(Path place, Release release, @Nullable KeptRelease before) {
        var now = new KeptRelease(release, lastChange(release.directory()), List.of());
        return before != null && before.isAsBefore(now)
                ? before
                : new KeptRelease(release, now.changedNanos(), files(place, release.directory()));
    }

    private static long lastChange(Path directory) {
        try {
            long changed = FileState.at(directory, LinkOption.NOFOLLOW_LINKS).changedNanos();
            long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            return now - changed > SETTLED_NANOS ? changed : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private List<BlobFile> files(Path place, Path directory) {
        List<BlobFile> files = new ArrayList<>();
        try {
            Path real = directory.toRealPath();
            if (real.startsWith(root.toRealPath())) {
                for (Path file : room.list(place, real).visible()) {
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
