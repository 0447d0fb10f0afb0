package io.plasmd.provider.netboot;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Gives boots their names, and remembers none. */
final class UnrecordedBoots implements BootLog {
    private final SecureRandom random = new SecureRandom();

    @Override
    public Ticket begin(Machine machine, Given given, String client) {
        return new Ticket(digits(), digits());
    }

    private String digits() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public Optional<Last> last(MachineId machine) {
        return Optional.empty();
    }
}
