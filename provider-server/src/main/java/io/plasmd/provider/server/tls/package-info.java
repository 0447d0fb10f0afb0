/** HTTPS: its certificates, keys and their renewal, in PEM, and those of its clients. */
@NullMarked
package io.plasmd.provider.server.tls;

import org.jspecify.annotations.NullMarked;
