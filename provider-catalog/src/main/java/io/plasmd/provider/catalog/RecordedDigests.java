package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Releases;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The digests of published files: whoever published them has computed them, and gigabytes need not be read again. */
final class RecordedDigests {
    private final Releases releases;
    private final BooleanSupplier starting;

    /**
     * Those of kept releases.
     *
     * @param starting whether the server does not accept connections yet
     */
    RecordedDigests(Releases releases, BooleanSupplier starting) {
        this.releases = releases;
        this.starting = starting;
    }

    /** The digest on record, if the file still is what was published. */
    Optional<Digest> of(FileVersion version) {
        return releases.digest(version);
    }

    /** Whether the first connection is still to come. */
    boolean isStarting() {
        return starting.getAsBoolean();
    }

    /** The first record that is read loads all that reads JSON, which takes longer than all else of a start. */
    boolean isTooEarlyFor(FileVersion version) {
        return starting.getAsBoolean()
                && Releases.directoryOf(version.directory()).isPresent();
    }
}
