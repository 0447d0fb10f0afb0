package io.plasmd.provider.netboot.boots;

import java.util.HashMap;
import java.util.Map;

/** One object for all that are equal: machines have most of their facts, addresses and choices in common. */
final class Interner {
    /** Then what is known is forgotten. What is in use goes on being so, once more at most. */
    private static final int LIMIT = 10_000;

    private final Map<Object, Object> known = new HashMap<>();

    @SuppressWarnings("unchecked")
    <T> T of(T value) {
        if (known.size() >= LIMIT) {
            known.clear();
        }
        Object first = known.putIfAbsent(value, value);
        return first == null ? value : (T) first;
    }

    Machine of(Machine machine) {
        var facts = new HashMap<String, String>();
        machine.facts()
                .forEach((name, value) -> facts.put(of(name), value.equals(machine.id()) ? machine.id() : of(value)));
        return new Machine(machine.id(), facts, machine.known());
    }
}
