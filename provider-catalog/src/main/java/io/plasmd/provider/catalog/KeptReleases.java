package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.NotAnsweringException;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.ReleaseRecord;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.TooManyNamesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks at the releases that are kept, with their files. */
final class KeptReleases {
    /** Longer than any step in which a file system tells the time. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Path root;
    private final Room room;
    private final RemoteMounts remotes;
    private final Releases releases;
    private final UnaryOperator<FileVersion> same;
    private final DirectoryLooks<Shelf> looks = new DirectoryLooks<>(this::look);

    /**
     * What is kept of one architecture of a channel.
     *
     * @param unreadable those releases of which nobody knows what is in them
     */
    record Shelf(List<KeptRelease> releases, Unreadable unreadable) {}

    /**
     * Those below a root.
     *
     * @param same gives the same version in the words that are kept already
     */
    KeptReleases(Path root, Room room, Releases releases, RemoteMounts remotes, UnaryOperator<FileVersion> same) {
        this.same = same;
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
    private Shelf look(Path directory, @Nullable Shelf before, Told told) {
        Map<Path, KeptRelease> known = new HashMap<>();
        if (before != null && told.isNothing()) {
            before.releases().forEach(one -> known.put(one.release().directory(), one));
        }
        List<KeptRelease> kept = new ArrayList<>();
        int names = 1;
        var unreadable = new Unreadable();
        Map<Path, TooManyNamesException> without = new HashMap<>();
        // The newest first.
        for (Release release : releases.in(directory)) {
            try {
                KeptRelease one = look(directory, release, known.get(release.directory()), names);
                room.take(directory, names + one.names());
                names += one.names();
                kept.add(one);
            } catch (UncheckedIOException e) {
                unreadable.add(release.directory(), e);
                if (e.getCause() instanceof TooManyNamesException tooMany) {
                    without.put(release.directory(), tooMany);
                    // What there was room for stays known.
                    room.take(directory, names);
                }
            }
        }
        room.goWithout(directory, without);
        var found = new Shelf(List.copyOf(kept), unreadable);
        if (before != null && before.equals(found)) {
            return before;
        }
        releases.forgetGone();
        return found;
    }

    private KeptRelease look(Path place, Release release, @Nullable KeptRelease before, int names) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        if (before != null && before.isAsBefore(release, lastChange(release.directory(), before.files(), now))) {
            return before;
        }
        var found = new ReleaseFiles(root, room, place, names, words(release));
        List<BlobFile> files = found.in(release.directory());
        return new KeptRelease(release, lastChange(release.directory(), files, now), files, found.names());
    }

    private ReleaseFiles.Words words(Release release) {
        SortedMap<String, ReleaseRecord.StoredFile> recorded = release.record().files();
        return new ReleaseFiles.Words() {
            @Override
            public String name(String name) {
                SortedMap<String, ReleaseRecord.StoredFile> from = recorded.tailMap(name);
                return !from.isEmpty() && from.firstKey().equals(name) ? from.firstKey() : name;
            }

            @Override
            public FileVersion version(FileVersion version) {
                return same.apply(version);
            }
        };
    }

    /** Of a name in any directory of a release, as far as there are files in it; zero where nobody can tell by then. */
    private static long lastChange(Path release, List<BlobFile> files, long now) {
        Set<Path> directories = new LinkedHashSet<>(List.of(release));
        for (BlobFile file : files) {
            Path one = file.version().directory();
            // Those above one that is in there are as well.
            while (one != null && one.getNameCount() > release.getNameCount() && directories.add(one)) {
                one = one.getParent();
            }
        }
        long last = 0;
        for (Path directory : directories) {
            try {
                last = Math.max(
                        last, FileState.at(directory, LinkOption.NOFOLLOW_LINKS).changedNanos());
            } catch (IOException e) {
                return 0;
            }
        }
        return now - last > SETTLED_NANOS ? last : 0;
    }
}
