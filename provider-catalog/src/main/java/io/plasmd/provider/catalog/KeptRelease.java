package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Release;
import java.util.List;

/**
 * A release that is kept, be it the current one or not.
 *
 * @param changedNanos when a name in its directory was last changed, by the clock of the file system; zero where that was
 *     so lately that another change need not show
 * @param files all that is in its directory
 */
record KeptRelease(Release release, long changedNanos, List<BlobFile> files) {

    /** Whether nothing but the files themselves can have changed, and nobody is sent to this one who names none. */
    boolean isAsBefore(KeptRelease now) {
        return changedNanos != 0
                && changedNanos == now.changedNanos
                && !release.isCurrent()
                && release.equals(now.release);
    }
}
