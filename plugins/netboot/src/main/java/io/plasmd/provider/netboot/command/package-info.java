/** The command {@code provider netboot}, which the host finds by the manifest of the jar. */
@NullMarked
package io.plasmd.provider.netboot.command;

import org.jspecify.annotations.NullMarked;
