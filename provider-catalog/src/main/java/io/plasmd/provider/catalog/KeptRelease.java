package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Release;
import java.util.List;

/**
 * A release that is kept, be it the current one or not.
 *
 * @param changedNanos when a name in one of its directories was last changed, by the clock of the file system; zero where that was
 *     so lately that another change need not show
 * @param files all that is in its directory, and in those below
 * @param names as how many it counts
 */
record KeptRelease(Release release, long changedNanos, List<BlobFile> files, int names) {

    /** Whether nothing but the files themselves can have changed, and nobody is sent to this one who names none. */
    boolean isAsBefore(Release now, long changedNow) {
        return changedNanos != 0 && changedNanos == changedNow && !release.isCurrent() && release.equals(now);
    }
}
