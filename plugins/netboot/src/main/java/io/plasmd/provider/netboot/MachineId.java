package io.plasmd.provider.netboot;

import java.util.Optional;

/**
 * By what a machine is known.
 *
 * @param fact {@link Facts#MAC} or {@link Facts#UUID}
 * @param text in its canonical spelling
 */
record MachineId(String fact, String text) {

    /** By the name of a directory or a file. */
    static Optional<MachineId> of(String text) {
        Optional<MachineId> mac = HardwareAddress.ofFileName(text).map(one -> new MachineId(Facts.MAC, one));
        return mac.isPresent() ? mac : SystemUuid.canonical(text).map(one -> new MachineId(Facts.UUID, one));
    }

    /** By what it says of itself. */
    static Optional<MachineId> of(Facts facts) {
        Optional<MachineId> mac = facts.get(Facts.MAC).map(one -> new MachineId(Facts.MAC, one));
        return mac.isPresent() ? mac : facts.get(Facts.UUID).map(one -> new MachineId(Facts.UUID, one));
    }

    boolean isMac() {
        return fact.equals(Facts.MAC);
    }
}
