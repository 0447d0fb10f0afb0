package io.plasmd.provider.release;

import java.nio.file.Path;

/**
 * A release that is kept.
 *
 * @param directory where its files are
 * @param isCurrent whether clients get it now
 */
public record Release(ReleaseRecord record, Path directory, boolean isCurrent) {

    /** Its version. */
    public String version() {
        return record.version();
    }

    /** The signed manifest by which it was fetched; there need not be one. */
    public Path manifestFile() {
        return directory.resolve(StoreLayout.MANIFEST);
    }
}
