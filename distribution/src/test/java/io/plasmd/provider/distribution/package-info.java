/** Tests of the tarball: unpacked as an operator does, run on a machine without Java, spoken to over HTTP. */
@NullMarked
package io.plasmd.provider.distribution;

import org.jspecify.annotations.NullMarked;
