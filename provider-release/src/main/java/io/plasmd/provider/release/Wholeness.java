package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a release is what was fetched, down to the bytes. A file that has not been touched since its release was
 * recorded need not be read to tell: the time of the last change of an inode cannot be set back. Any other has to be,
 * also where its size and time are those on record; a second name of it, made or removed, is a change as well.
 */
final class Wholeness {
    private final Release release;

    Wholeness(Release release) {
        this.release = release;
    }

    /** Whether it is, and that can be told without reading. */
    boolean isUntouched() {
        try {
            // Not the time of the last change, which is that of when it was put in place.
            FileTime recorded = Files.getLastModifiedTime(release.directory().resolve(StoreLayout.RECORD));
            return files((stored, version, file) ->
                            stored.matches(version) && changed(file).compareTo(recorded) < 0)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its files as they are now, if they are right by the bytes of each. */
    Optional<SortedMap<String, ReleaseRecord.StoredFile>> read() {
        return files((stored, version, file) -> stored.looksLike(version)
                && FileDigester.digest(version, bytes -> {}, () -> false).equals(Optional.of(stored.digest())));
    }

    private interface Check {
        boolean passes(ReleaseRecord.StoredFile stored, FileVersion version, Path file) throws IOException;
    }

    /** The files as they were when they were checked; empty where one fails, or there is another. */
    private Optional<SortedMap<String, ReleaseRecord.StoredFile>> files(Check check) {
        SortedMap<String, ReleaseRecord.StoredFile> files = new TreeMap<>();
        try {
            for (Map.Entry<String, ReleaseRecord.StoredFile> entry :
                    release.record().files().entrySet()) {
                Path file = release.directory().resolve(entry.getKey());
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
                ReleaseRecord.StoredFile stored = entry.getValue();
                FileVersion version = FileVersion.read(file);
                if (!check.passes(stored, version, file)) {
                    return Optional.empty();
                }
                files.put(entry.getKey(), ReleaseRecord.StoredFile.of(stored.digest(), version, stored.making()));
            }
            return hasNothingElse() ? Optional.of(files) : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            // Missing, or it cannot be read: it has to be fetched again either way.
            return Optional.empty();
        }
    }

    private boolean hasNothingElse() {
        return VisibleTree.in(release.directory()).keySet().stream()
                .allMatch(name -> release.record().files().containsKey(name) || Names.isReserved(name));
    }

    private static FileTime changed(Path file) throws IOException {
        return (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
