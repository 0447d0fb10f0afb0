/** The configuration of DHCP servers that sends machines here: printed, for the operator to put in place. */
@NullMarked
package io.plasmd.provider.netboot.dhcp;

import org.jspecify.annotations.NullMarked;
