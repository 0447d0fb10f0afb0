package io.plasmd.provider.netboot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a machine does where it does not boot a release. */
enum Action {
    /** Gives whoever stands before it the prompt of its boot loader. */
    SHELL,
    REBOOT,
    LOCAL_DISK;

    static Optional<Action> of(String name) {
        return Arrays.stream(values())
                .filter(action -> action.toString().equals(name))
                .findFirst();
    }

    static String expected() {
        return Arrays.stream(values()).map(Action::toString).collect(Collectors.joining(", "));
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
