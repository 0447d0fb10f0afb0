package io.plasmd.provider.netboot;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What machines have said of themselves when they asked for a script, for when they ask for a file: firmware that loads a shim
 * says nothing but the path.
 */
final class KnownFacts {
    private static final int MOST = 10_000;

    private final Map<MachineId, Facts> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MachineId, Facts> eldest) {
            return size() > MOST;
        }
    };

    /** A machine with what it says now, and where it says nothing, with what it said last. */
    synchronized Machine complete(Machine machine) {
        if (machine.id().isEmpty()) {
            return machine;
        }
        MachineId id = machine.id().get();
        Facts facts = machine.facts().over(known.getOrDefault(id, new Facts(Map.of())));
        return new Machine(machine.id(), facts);
    }

    synchronized void remember(Machine machine) {
        machine.id().ifPresent(id -> known.put(id, machine.facts()));
    }
}
