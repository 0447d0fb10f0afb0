/** Says how the provider is: health, liveness, readiness, status, and who it is. */
@NullMarked
package io.plasmd.provider.health;

import org.jspecify.annotations.NullMarked;
