/**
 * Releases: what a signed manifest says, how a release is put in place as one unit, and how a client checks it. Nothing
 * here knows of a server.
 */
@NullMarked
package io.plasmd.provider.release;

import org.jspecify.annotations.NullMarked;
