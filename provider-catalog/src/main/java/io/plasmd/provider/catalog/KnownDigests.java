package io.plasmd.provider.catalog;

import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.util.Optional;

/** What is known of the bytes of files, for those who send them. */
public interface KnownDigests {

    /** Asks for nothing to be computed. */
    Optional<Digest> of(FileVersion version);

    /** The digest of a file that is open, whatever its path leads to by now; empty while it is being computed. */
    Optional<Digest> prove(FileVersion version, OpenFile file) throws IOException;

    /** Whether a file cannot be written just now without a trace, so that what is read of it is of one version. */
    boolean isAtRest(FileVersion version);
}
