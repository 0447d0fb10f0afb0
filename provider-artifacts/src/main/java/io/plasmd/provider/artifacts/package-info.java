/** How artifacts are sent: routes, conditions, ranges, pieces, pacing and places. */
@NullMarked
package io.plasmd.provider.artifacts;

import org.jspecify.annotations.NullMarked;
