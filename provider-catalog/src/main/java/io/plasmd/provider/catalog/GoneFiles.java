package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has forgotten what is known of files that are there no more: once a round, and sooner where much has come together, as
 * where files are changed faster than rounds go.
 */
final class GoneFiles {
    private static final int FEW = 1000;

    private final Digests digests;
    private final Room room;
    /** When the look began after which it was done: what that has found is not to be kept for it. */
    private long lastStartedNanos;

    private int knownThen;

    /**
     * Forgets nothing yet.
     *
     * @param first what was found before anything was looked at
     */
    GoneFiles(Digests digests, Room room, Inventory first) {
        this.digests = digests;
        this.room = room;
        this.lastStartedNanos = first.startedNanos();
    }

    /** At the beginning of a round. */
    void forget(Inventory now) {
        if (now.startedNanos() != lastStartedNanos) {
            lastStartedNanos = now.startedNanos();
            Set<Path> looked = now.catalog().directories().stream()
                    .map(ArtifactDirectory::realPath)
                    .collect(Collectors.toSet());
            Set<FileVersion> present = now.versions();
            digests.forget(new GoneVersions(present, now.unreadable().leavesDoubt(), looked, room.crowded()), present);
            knownThen = digests.knownCount();
        }
    }

    /** After each look. */
    void forgetIfMany(Inventory now) {
        if (digests.knownCount()
                > 2 * Math.max(knownThen, now.catalog().entries().size()) + FEW) {
            forget(now);
        }
    }
}
