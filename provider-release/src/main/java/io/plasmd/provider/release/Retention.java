package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Removes releases that are too old to be kept. To be called with the lock of the store. */
final class Retention {
    private final StoreLayout layout;
    private final Releases releases;
    private final Disk disk;

    Retention(StoreLayout layout, Releases releases, Disk disk) {
        this.layout = layout;
        this.releases = releases;
        this.disk = disk;
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
        if (!Files.exists(file)) {
            disk.write(file, new byte[0]);
        }
        try (FileChannel use = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (use.tryLock() == null) {
                return false;
            }
            try (Staging staging = new Staging(layout, disk)) {
                // First out of sight in one step: half a release is none.
                disk.rename(release.directory(), staging.aside("removed"));
                disk.forceDirectory(
                        layout.kept(release.record().channel(), release.record().arch()));
            }
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
