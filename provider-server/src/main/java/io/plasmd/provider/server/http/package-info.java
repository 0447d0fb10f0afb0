/** HTTP/1 and the connections it comes by: what extends and corrects Jetty's own parts, and what bounds them. */
@NullMarked
package io.plasmd.provider.server.http;

import org.jspecify.annotations.NullMarked;
