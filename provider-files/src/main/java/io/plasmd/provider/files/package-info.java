/**
 * Files as the kernel has them: opened beneath a directory without following a link, asked by their descriptor, and read
 * by it. Java opens by name, follows what stands there, waits for a FIFO, and tells nothing of what it has opened.
 */
@NullMarked
package io.plasmd.provider.files;

import org.jspecify.annotations.NullMarked;
