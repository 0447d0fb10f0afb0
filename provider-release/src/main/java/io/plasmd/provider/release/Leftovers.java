package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Clears what publishers and fetchers have left that were killed. To be called with the lock of the store. */
final class Leftovers {
    /** What a fetch broke off is worth keeping for the next try, but not for ever. */
    private static final Duration PARTIAL_KEPT = Duration.ofDays(7);

    private final StoreLayout layout;
    private final Disk disk;

    Leftovers(StoreLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    void clear(Instant now) throws IOException {
        clearStaging();
        clearPartial(now);
        for (Path channel : VisibleFiles.in(layout.releases())) {
            for (Path arch : VisibleFiles.in(channel)) {
                clearUnpublished(
                        channel.getFileName().toString(), arch.getFileName().toString());
            }
        }
    }

    private void clearStaging() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.staging())) {
            for (Path staging : all) {
                Staging.clear(staging, disk);
            }
        }
    }

    private void clearPartial(Instant now) throws IOException {
        if (!Files.isDirectory(layout.partial())) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.partial())) {
            for (Path file : all) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(PARTIAL_KEPT))) {
                    disk.deleteIfExists(file);
                }
            }
        }
    }

    /** A release whose publisher died before it became current was never published. */
    private void clearUnpublished(String channel, String arch) throws IOException {
        Optional<Path> current = new Releases(layout).current(channel, arch).map(release -> release.directory());
        for (Path release : VisibleFiles.in(layout.kept(channel, arch))) {
            if (!Files.exists(release.resolve(StoreLayout.PUBLISHED)) && !current.equals(Optional.of(release))) {
                disk.deleteTree(release);
            }
        }
    }
}
