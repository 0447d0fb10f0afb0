/** The host of the endpoints: plugins, embedded Jetty, start and stop. */
@NullMarked
package io.plasmd.provider.server;

import org.jspecify.annotations.NullMarked;
