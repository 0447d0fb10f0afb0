@NullMarked
package io.plasmd.provider.release;

import org.jspecify.annotations.NullMarked;
