package io.plasmd.provider.netboot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What machines have said of themselves when they asked for a script, for when they ask for a file: firmware that loads a shim
 * says nothing but the path. It counts for the address that said it: anybody may ask for the script of another's machine.
 */
final class KnownFacts {
    private static final int MOST = 10_000;

    private final Map<MachineId, Said> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MachineId, Said> eldest) {
            return size() > MOST;
        }
    };

    private record Said(Facts facts, String client) {}

    /** A machine with what it says now, and where it says nothing, with what it said last from the same address. */
    synchronized Machine complete(Machine machine, String client) {
        return said(machine)
                .filter(said -> said.client().equals(client))
                .map(said -> with(machine, said))
                .orElse(machine);
    }

    /** One that says nothing but what it is called. */
    Machine complete(MachineId machine, String client) {
        return complete(Machine.of(machine, new Facts(Map.of())), client);
    }

    /** The same from whatever address, for people. */
    synchronized Machine complete(Machine machine) {
        return said(machine).map(said -> with(machine, said)).orElse(machine);
    }

    private Optional<Said> said(Machine machine) {
        return machine.id().flatMap(id -> Optional.ofNullable(known.get(id)));
    }

    private static Machine with(Machine machine, Said said) {
        return new Machine(machine.id(), machine.facts().over(said.facts()));
    }

    synchronized void remember(Machine machine, String client) {
        machine.id().ifPresent(id -> known.put(id, new Said(machine.facts(), client)));
    }
}
