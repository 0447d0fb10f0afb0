package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Release;
import java.util.List;

/**
 * A release that is kept, be it the current one or not.
 *
 * @param files all that is in its directory
 */
record KeptRelease(Release release, List<BlobFile> files) {}
