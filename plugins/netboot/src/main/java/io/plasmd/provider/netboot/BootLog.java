package io.plasmd.provider.netboot;

import io.plasmd.provider.netboot.boots.Boot;
import io.plasmd.provider.netboot.boots.Choice;
import io.plasmd.provider.netboot.boots.Ticket;
import java.util.Optional;

/** Keeps account of what is given to machines, and of what became of it. */
interface BootLog {

    /**
     * A machine gets a script that boots a release.
     *
     * @param machine one that has a name
     * @param client its address
     */
    Ticket begin(Machine machine, Choice choice, String client);

    /** How many boots of a version have failed, or were not heard of again. */
    int failed(String profile, String version);

    /** The boot of a machine that it last loaded something of. */
    Optional<Boot> last(MachineId machine);
}
