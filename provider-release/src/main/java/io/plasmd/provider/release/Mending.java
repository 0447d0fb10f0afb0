package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Changes what is in a release that clients may have already. Each file is exchanged by one rename, so that they get a
 * whole one, the old or the new, and whatever breaks it off leaves such. To be called with the lock of the store, unless it
 * only looks.
 */
final class Mending {
    private final Staging staging;
    private final Disk disk;

    Mending(Staging staging, Disk disk) {
        this.staging = staging;
        this.disk = disk;
    }

    /** Whether nothing is to be mended; where files have to be read to tell, it is noted that they have been. */
    boolean isWhole(Release release) throws IOException {
        var wholeness = new Wholeness(release);
        if (wholeness.isUntouched()) {
            return true;
        }
        Optional<SortedMap<String, ReleaseRecord.StoredFile>> read = wholeness.read();
        if (read.isEmpty()) {
            return false;
        }
        // With the times that they had when they were read: what is changed afterwards is read the next time.
        replace(release.directory(), StoreLayout.RECORD, RecordJson.write(with(release.record(), read.get())));
        return true;
    }

    private static ReleaseRecord with(ReleaseRecord before, SortedMap<String, ReleaseRecord.StoredFile> files) {
        return new ReleaseRecord(
                before.version(), before.channel(), before.arch(), before.createdAt(), before.previous(), files);
    }

    /** Puts right what is no longer what was fetched; the right files are those that are staged. */
    void mend(Release release, Provenance provenance) throws IOException, ReleaseException {
        Set<Path> changed = new TreeSet<>(Comparator.reverseOrder());
        removeStrangers(release.directory(), changed);
        for (String name : staging.files().keySet()) {
            Path right = staging.content().resolve(name);
            Path there = release.directory().resolve(name);
            if (!isSame(right, there)) {
                put(right, there);
                changed.add(directory(there));
            }
        }
        replace(release.directory(), StoreLayout.RECORD, RecordJson.write(with(release.record(), staging.files())));
        for (Path directory : changed) {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                // And not what a file has taken the place of.
                disk.forceDirectory(directory);
            }
        }
        renew(release.directory(), provenance);
    }

    private void removeStrangers(Path release, Set<Path> changed) throws IOException {
        for (Map.Entry<String, Path> there : VisibleTree.in(release).entrySet()) {
            String name = there.getKey();
            Path stranger = there.getValue();
            boolean isKnown = staging.files().containsKey(name) || Names.isReserved(name);
            if (!isKnown && !Files.isDirectory(stranger, LinkOption.NOFOLLOW_LINKS)) {
                disk.deleteIfExists(stranger);
                changed.add(directory(stranger));
            }
        }
    }

    private void put(Path right, Path there) throws IOException {
        if (Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
            // Somebody has put one in the place of the file; a file cannot take its name.
            disk.deleteTree(there, StoreLayout.RECORD);
        }
        disk.createDirectories(directory(there));
        disk.rename(right, there);
    }

    private static Path directory(Path file) {
        return Objects.requireNonNull(file.getParent(), "in a release");
    }

    private static boolean isSame(Path right, Path there) throws IOException {
        return Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(right, there);
    }

    /** A release that has not changed may come with a manifest that expires later. */
    void renew(Path directory, Provenance provenance) throws IOException, ReleaseException {
        provenance.condition().require();
        Optional<byte[]> plain = provenance.signatures().plain();
        if (plain.isPresent()) {
            replace(directory, StoreLayout.SUMS_SIGNATURE, plain.get());
        }
        Optional<byte[]> openPgp = provenance.signatures().openPgp();
        if (openPgp.isPresent()) {
            replace(directory, StoreLayout.SUMS_OPENPGP, openPgp.get());
        }
        replace(directory, StoreLayout.MANIFEST, provenance.manifest().bytes());
        disk.forceDirectory(directory);
    }

    private void replace(Path directory, String name, byte[] content) throws IOException {
        Path there = directory.resolve(name);
        if (Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
                && Files.size(there) == content.length
                && Arrays.equals(Files.readAllBytes(there), content)) {
            return;
        }
        Path fresh = staging.aside("fresh" + name);
        disk.write(fresh, content);
        disk.rename(fresh, there);
    }
}
