package io.plasmd.provider.netboot;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param id empty where it does not say, or cannot: then it gets what is for all
 */
record Machine(Optional<MachineId> id, Facts facts) {

    /** One that is known by the name of its directory, whatever else it says. */
    static Machine of(MachineId id, Facts facts) {
        return new Machine(Optional.of(id), facts.with(id.fact(), id.text()));
    }

    static Machine of(Facts facts) {
        return new Machine(MachineId.of(facts), facts);
    }

    /** Empty where it has none. */
    String name() {
        return id.map(MachineId::text).orElse("");
    }

    /** The name of its directory. */
    String directory() {
        return name().replace(':', '-');
    }
}
