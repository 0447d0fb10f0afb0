package io.plasmd.provider.netboot.boots;

import java.time.Duration;

/**
 * What {@link Boots} may take.
 *
 * @param timeout after which a boot of which nothing is heard has timed out
 * @param machines that some rule names, at most; then those that have loaded nothing go first, and the eldest of them
 * @param unknownMachines that no rule names, at most
 */
public record BootSettings(Duration timeout, int machines, int unknownMachines) {
    public BootSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of a boot is " + timeout + ": expected more than nothing");
        }
        if (machines < 1 || unknownMachines < 1) {
            throw new IllegalArgumentException("room for " + machines + " machines and " + unknownMachines
                    + " unknown ones: expected one at least");
        }
    }
}
