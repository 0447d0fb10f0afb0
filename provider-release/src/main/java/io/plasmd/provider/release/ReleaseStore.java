package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The releases below an artifacts directory, to be changed. What clients see changes by one rename of one symbolic link;
 * all before it is out of their sight, and whatever breaks it off leaves the current release as it was.
 */
final class ReleaseStore {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy.MM.dd").withZone(ZoneOffset.UTC);

    private final StoreLayout layout;
    private final Releases releases;
    private final Disk disk;
    private final InstantSource clock;
    private final StoreSettings settings;

    ReleaseStore(Path artifacts, Disk disk, InstantSource clock, StoreSettings settings) {
        this.settings = settings;
        this.layout = new StoreLayout(artifacts);
        this.releases = new Releases(layout);
        this.disk = disk;
        this.clock = clock;
    }

    Releases releases() {
        return releases;
    }

    /** After everything that changes something. */
    void leave() {
        disk.leave();
    }

    /** Begins a release. */
    Staging stage() throws IOException, ReleaseException {
        try (StoreLock lock = StoreLock.acquire(layout, disk, settings)) {
            new Leftovers(layout, disk, settings.notes()).clear(clock.instant());
            return new Staging(layout, releases, disk);
        }
    }

    /**
     * Makes what has been put together the current release.
     *
     * @param version empty to have one made from today's date
     * @param provenance what it was fetched with; empty where it was not
     * @param adoption the directory that gives way to it; empty where there is none
     * @return the release; the one that was there where it is the same
     */
    Release commit(
            Staging staging,
            String channel,
            String arch,
            Optional<String> version,
            Optional<Provenance> provenance,
            Optional<Adoption> adoption)
            throws IOException, ReleaseException {
        try (StoreLock lock = StoreLock.acquire(layout, disk, settings)) {
            requireReplaceable(channel, arch, adoption);
            Optional<Release> before = releases.current(channel, arch);
            if (before.isPresent()) {
                markPublished(before.get().directory());
            }
            String chosen = version.isPresent() ? version.get() : freeVersion(staging, channel, arch);
            Optional<Release> existing = find(channel, arch, chosen);
            Path directory = layout.release(channel, arch, chosen);
            if (existing.isPresent()) {
                if (!existing.get().record().sameContent(staging.files())) {
                    throw existsOtherwise(existing.get());
                }
                if (provenance.isPresent()) {
                    new Mending(staging, disk).mend(existing.get(), provenance.get());
                } else {
                    existing.get().requireIntact();
                }
            } else {
                var record = new ReleaseRecord(
                        chosen,
                        channel,
                        arch,
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        before.map(Release::version),
                        staging.files());
                place(staging, record, provenance, directory);
            }
            makeCurrent(staging, channel, arch, directory, adoption);
            return releases.read(directory, true)
                    .orElseThrow(() -> new IOException(directory + " was removed while it was published"));
        }
    }

    static ReleaseException existsOtherwise(Release existing) {
        return new ReleaseException(
                "release " + existing.version() + " of " + existing.record().channel() + "/"
                        + existing.record().arch() + " exists with other content (published "
                        + existing.record().createdAt() + "); a version never changes: choose another one");
    }

    Optional<Release> find(String channel, String arch, String version) {
        return releases.of(channel, arch).stream()
                .filter(release -> release.version().equals(version))
                .findFirst();
    }

    /** Today's date, and a number where there has been another release today: it goes on, also where old ones went. */
    private String freeVersion(Staging staging, String channel, String arch) {
        String date = DATE.format(clock.instant());
        int last = 0;
        for (Release release : releases.of(channel, arch)) {
            int number = Versions.numberOf(date, release.version());
            if (number > 0 && release.record().sameContent(staging.files())) {
                return release.version();
            }
            last = Math.max(last, number);
        }
        return last == 0 ? date : date + "." + (last + 1);
    }

    private void place(Staging staging, ReleaseRecord record, Optional<Provenance> provenance, Path directory)
            throws IOException, ReleaseException {
        Path content = staging.content();
        disk.write(content.resolve(StoreLayout.RECORD), RecordJson.write(record));
        disk.write(content.resolve(StoreLayout.IN_USE), new byte[0]);
        if (provenance.isPresent()) {
            new Mending(staging, disk).renew(content, provenance.get());
        }
        staging.force();
        Path kept = layout.kept(record.channel(), record.arch());
        disk.createDirectories(kept);
        disk.rename(content, directory);
        disk.forceDirectory(kept);
        releases.written(directory, record);
    }

    /** Makes a release current that is here, and whole, with what it has been fetched with again. */
    void renew(Staging staging, Release release, Provenance provenance) throws IOException, ReleaseException {
        try (StoreLock lock = StoreLock.acquire(layout, disk, settings)) {
            new Mending(staging, disk).renew(release.directory(), provenance);
            makeCurrent(
                    staging,
                    release.record().channel(),
                    release.record().arch(),
                    release.directory(),
                    Optional.empty());
        }
    }

    private void makeCurrent(Staging staging, String channel, String arch, Path directory, Optional<Adoption> adoption)
            throws IOException, ReleaseException {
        new CurrentLink(layout, channel, arch).lead(disk, staging, directory, adoption);
        markPublished(directory);
    }

    /** After it has become current: before, it would pass for published although it never was. */
    private void markPublished(Path directory) throws IOException {
        Path mark = directory.resolve(StoreLayout.PUBLISHED);
        if (disk.tree().look(mark).isEmpty()) {
            disk.write(mark, new byte[0]);
            disk.forceDirectory(directory);
        }
    }

    /** Files that somebody put there by hand are not to be hidden or lost. */
    void requireReplaceable(String channel, String arch, Optional<Adoption> adoption) throws ReleaseException {
        new CurrentLink(layout, channel, arch).requireReplaceable(adoption);
    }

    /**
     * Makes a kept release current again.
     *
     * @param to a version, which may be the current one; empty for the one that was current before this one
     */
    Release rollback(String channel, String arch, Optional<String> to) throws IOException, ReleaseException {
        try (StoreLock lock = StoreLock.acquire(layout, disk, settings)) {
            Release current = releases.current(channel, arch)
                    .orElseThrow(() -> new ReleaseException("there is no release of " + channel + "/" + arch + " in "
                            + layout.root() + " to go back from"));
            markPublished(current.directory());
            Release target = new RollbackTarget(releases, current).choose(to);
            target.requireIntact();
            new Leftovers(layout, disk, settings.notes()).clear(clock.instant());
            try (Staging staging = new Staging(layout, releases, disk)) {
                makeCurrent(staging, channel, arch, target.directory(), Optional.empty());
            }
            return new Release(target.record(), target.directory(), true);
        }
    }

    /**
     * Removes old releases. The current one stays, and so does one that a server is sending files of.
     *
     * @param keep how many stay, the newest; the current one counts
     * @return those that were removed; none where others keep the store locked: the next one will do it
     */
    List<Release> retain(String channel, String arch, int keep) throws IOException {
        try (StoreLock lock = StoreLock.acquire(layout, disk, settings)) {
            return new Retention(layout, releases, disk, settings.notes()).retain(channel, arch, keep);
        } catch (ReleaseException e) {
            settings.notes().accept("Old releases are still kept: " + e.getMessage());
            return List.of();
        }
    }
}
