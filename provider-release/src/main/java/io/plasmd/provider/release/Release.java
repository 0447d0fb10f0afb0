package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

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

    /** Refuses a release whose files are not what was published, as far as size and time tell. */
    void requireIntact() throws ReleaseException {
        for (Map.Entry<String, ReleaseRecord.StoredFile> file : record.files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            String problem;
            try {
                if (file.getValue().looksLike(FileVersion.read(path))) {
                    continue;
                }
                problem = " was changed after it was published";
            } catch (IOException e) {
                problem = ": " + Pem.reason(e);
            }
            throw new ReleaseException("release " + version() + " is damaged: " + path + problem
                    + ". Use another version, or move " + directory + " away and try again.");
        }
    }
}
