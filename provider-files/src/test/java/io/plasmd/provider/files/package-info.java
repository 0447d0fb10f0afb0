@NullMarked
package io.plasmd.provider.files;

import org.jspecify.annotations.NullMarked;
