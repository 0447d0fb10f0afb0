package io.plasmd.provider.release;

import java.util.List;

/**
 * What publishing has come to.
 *
 * @param release now current
 * @param wasThere whether the same release was kept already
 * @param removed older releases that are no longer kept
 */
public record Published(Release release, boolean wasThere, List<Release> removed) {
    public Published {
        removed = List.copyOf(removed);
    }
}
