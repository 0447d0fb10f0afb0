package io.plasmd.provider.netboot;

import io.plasmd.provider.netboot.boots.Boot;
import io.plasmd.provider.netboot.boots.Boots;
import io.plasmd.provider.netboot.boots.Choice;
import io.plasmd.provider.netboot.boots.State;
import io.plasmd.provider.netboot.boots.Ticket;
import java.util.Optional;

/** The account that is kept over restarts. */
record RecordedBoots(Boots boots) implements BootLog {

    @Override
    public Ticket begin(Machine machine, Choice choice, String client) {
        return boots.begin(
                new io.plasmd.provider.netboot.boots.Machine(
                        machine.name(),
                        machine.facts().values(),
                        !choice.group().isEmpty()),
                choice,
                client);
    }

    @Override
    public int failed(String profile, String version) {
        return boots.count(profile, version, State.FAILED) + boots.count(profile, version, State.TIMED_OUT);
    }

    @Override
    public Optional<Boot> last(MachineId machine) {
        return boots.last(machine.text());
    }
}
