package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Removes releases that are too old to be kept. To be called with the lock of the store. */
final class Retention {
    private final StoreLayout layout;
    private final Releases releases;
    private final Disk disk;
    private final Consumer<String> notes;

    Retention(StoreLayout layout, Releases releases, Disk disk, Consumer<String> notes) {
        this.layout = layout;
        this.releases = releases;
        this.disk = disk;
        this.notes = notes;
    }

    /** Leaves the current one, the newest, and those in use; gives those that were removed. */
    List<Release> retain(String channel, String arch, int keep) throws IOException {
        List<Release> old = releases.of(channel, arch).stream()
                .filter(release -> !release.isCurrent())
                .skip(Math.max(0, keep - 1))
                .toList();
        List<Release> removed = new ArrayList<>();
        for (Release release : old) {
            if (remove(release)) {
                removed.add(release);
            }
        }
        return removed;
    }

    private boolean remove(Release release) throws IOException {
        Path file = release.directory().resolve(StoreLayout.IN_USE);
        if (disk.tree().look(file).isEmpty()) {
            disk.write(file, new byte[0]);
        }
        try (Staging staging = new Staging(layout, releases, disk)) {
            return takeAway(release, file, staging);
        }
    }

    /** Out of sight in one step: half a release is none. It is deleted with the staging directory, its lock closed. */
    private boolean takeAway(Release release, Path file, Staging staging) throws IOException {
        try (FileChannel use = disk.open(file)) {
            if (use.tryLock() == null) {
                notes.accept("Still kept, though too old: " + release.version() + ". It is in use by "
                        + disk.tree().look(file).map(LockHolder::of).orElse("a process that cannot be told") + ".");
                return false;
            }
            disk.rename(release.directory(), staging.aside("removed"));
            disk.forceDirectory(
                    layout.kept(release.record().channel(), release.record().arch()));
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
