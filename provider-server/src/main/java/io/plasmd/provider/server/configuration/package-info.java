/** What is configured, from which source, what is wrong with it, and how that is said. */
@NullMarked
package io.plasmd.provider.server.configuration;

import org.jspecify.annotations.NullMarked;
