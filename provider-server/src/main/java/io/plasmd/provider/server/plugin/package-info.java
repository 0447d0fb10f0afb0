/** How plugins are found, loaded and kept apart, and what is said of those that fail. */
@NullMarked
package io.plasmd.provider.server.plugin;

import org.jspecify.annotations.NullMarked;
