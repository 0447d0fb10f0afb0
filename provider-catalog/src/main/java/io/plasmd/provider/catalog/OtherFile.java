package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of another endpoint, sent as artifacts are. Nobody computes its digest. */
public final class OtherFile extends Artifact {
    private final @Nullable String contentType;

    /**
     * One version of it.
     *
     * @param fileName as clients are told
     * @param contentType null for what it would be as an artifact
     */
    public OtherFile(String fileName, FileVersion version, @Nullable String contentType) {
        super(fileName, version, Optional.empty(), false);
        this.contentType = contentType;
    }

    @Override
    public String contentType() {
        return contentType == null ? super.contentType() : contentType;
    }
}
