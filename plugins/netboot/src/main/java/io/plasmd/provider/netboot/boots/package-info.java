/** What became of each boot: kept over restarts, and told to whoever asks. */
@NullMarked
package io.plasmd.provider.netboot.boots;

import org.jspecify.annotations.NullMarked;
