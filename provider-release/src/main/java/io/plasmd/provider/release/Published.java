package io.plasmd.provider.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What publishing has come to.
 *
 * @param release now current
 * @param wasThere whether the same release was kept already
 * @param removed older releases that are no longer kept
 * @param aside where the directory is now that was adopted; empty where none had to be moved
 */
public record Published(Release release, boolean wasThere, List<Release> removed, Optional<Path> aside) {
    public Published {
        removed = List.copyOf(removed);
    }
}
