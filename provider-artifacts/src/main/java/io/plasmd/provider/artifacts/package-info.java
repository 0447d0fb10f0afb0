/** Serves the artifacts: resolution of channel, architecture and role, digests, and the servlet that sends the bytes. */
@NullMarked
package io.plasmd.provider.artifacts;

import org.jspecify.annotations.NullMarked;
