package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is, whichever version of it: for maps with an entry for each file, since it has no text of its own as a
 * path has, which takes 300 bytes and more.
 */
record FilePlace(Path directory, String name) {

    static FilePlace of(FileVersion version) {
        return new FilePlace(version.directory(), version.name());
    }

    /** Written out for the reason that {@link FileVersion#equals} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FilePlace place && name.equals(place.name) && directory.equals(place.directory);
    }

    @Override
    public int hashCode() {
        return 31 * directory.hashCode() + name.hashCode();
    }
}
