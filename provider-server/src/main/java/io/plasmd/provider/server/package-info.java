/** The host of the endpoints: start and stop, the listeners, and the gates that a request passes on its way to one. */
@NullMarked
package io.plasmd.provider.server;

import org.jspecify.annotations.NullMarked;
