/** Tells each machine what to boot: who it is, which profile it gets, and the script in the language of its boot loader. */
@NullMarked
package io.plasmd.provider.netboot;

import org.jspecify.annotations.NullMarked;
