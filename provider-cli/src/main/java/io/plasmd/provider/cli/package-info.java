/** The {@code provider} command and its subcommands. */
@NullMarked
package io.plasmd.provider.cli;

import org.jspecify.annotations.NullMarked;
