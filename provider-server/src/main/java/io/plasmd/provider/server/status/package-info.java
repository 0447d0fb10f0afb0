/** What the server says of itself: its metrics, and the fields of its status. */
@NullMarked
package io.plasmd.provider.server.status;

import org.jspecify.annotations.NullMarked;
