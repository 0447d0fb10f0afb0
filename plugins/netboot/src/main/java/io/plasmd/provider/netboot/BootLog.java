package io.plasmd.provider.netboot;

import java.util.Map;
import java.util.Optional;

/** Keeps account of what is given to machines, and of what became of it. */
interface BootLog {

    /**
     * For one boot.
     *
     * @param boot stands in the query of what is loaded
     * @param token with which the machine says that it is done
     */
    record Ticket(String boot, String token) {}

    /**
     * What a machine is given.
     *
     * @param roles of the files, {@code kernel}, {@code initrd} and {@code rootfs}, by their decoded paths
     */
    record Given(Rules.Choice choice, String channel, String arch, String version, Map<String, String> roles) {}

    /**
     * The last boot of a machine.
     *
     * @param loaded whether it has loaded its kernel, and nothing says that it failed
     * @param done whether it has said so
     */
    record Last(String profile, boolean loaded, boolean done) {}

    /**
     * A machine gets a script that boots a release.
     *
     * @param client its address
     */
    Ticket begin(Machine machine, Given given, String client);

    Optional<Last> last(MachineId machine);
}
