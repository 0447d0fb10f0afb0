package io.plasmd.provider.netboot;

import io.plasmd.provider.netboot.boots.Boot;
import io.plasmd.provider.netboot.boots.Choice;
import io.plasmd.provider.netboot.boots.Ticket;
import java.util.Optional;

/** An account that is looked at and not written to: nobody boots. */
record DryRun(BootLog log) implements BootLog {
    private static final Ticket NONE = new Ticket("BOOT", "TOKEN");

    @Override
    public Ticket begin(Machine machine, Choice choice, String client) {
        return NONE;
    }

    @Override
    public int failed(String profile, String version) {
        return log.failed(profile, version);
    }

    @Override
    public Optional<Boot> last(MachineId machine) {
        return log.last(machine);
    }
}
