/** What the server writes on stderr, and how a failure reads there. */
@NullMarked
package io.plasmd.provider.server.log;

import org.jspecify.annotations.NullMarked;
