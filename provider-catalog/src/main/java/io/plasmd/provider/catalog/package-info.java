/** What artifacts there are: the tree on disk, the looks at it, digests, blobs, manifests, and what is made beside them. */
@NullMarked
package io.plasmd.provider.catalog;

import org.jspecify.annotations.NullMarked;
