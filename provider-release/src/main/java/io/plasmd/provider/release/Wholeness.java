package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

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
        return holds((file, version, stored, recorded) -> changed(file).compareTo(recorded) < 0);
    }

    /** Whether it is, by the bytes of every file. */
    boolean isRight() {
        return holds((file, version, stored, recorded) -> {
            Optional<Digest> digest = FileDigester.digest(version, bytes -> {}, () -> false);
            return digest.equals(Optional.of(stored.digest()));
        });
    }

    private interface Check {
        boolean passes(Path file, FileVersion version, ReleaseRecord.StoredFile stored, FileTime recorded)
                throws IOException;
    }

    private boolean holds(Check check) {
        try {
            // Not the time of the last change, which is that of when it was put in place.
            FileTime recorded = Files.getLastModifiedTime(release.directory().resolve(StoreLayout.RECORD));
            for (Map.Entry<String, ReleaseRecord.StoredFile> entry :
                    release.record().files().entrySet()) {
                Path file = release.directory().resolve(entry.getKey());
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
                FileVersion version = FileVersion.read(file);
                if (!entry.getValue().matches(version) || !check.passes(file, version, entry.getValue(), recorded)) {
                    return false;
                }
            }
            return hasNothingElse();
        } catch (IOException | UncheckedIOException e) {
            // Missing, or it cannot be read: it has to be fetched again either way.
            return false;
        }
    }

    private boolean hasNothingElse() {
        return VisibleFiles.in(release.directory()).stream()
                .map(file -> file.getFileName().toString())
                .allMatch(name -> release.record().files().containsKey(name) || Names.isReserved(name));
    }

    private static FileTime changed(Path file) throws IOException {
        return (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
