package io.plasmd.provider.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code provider serve} with nothing but known options and their values, each once, as scripts and service managers
 * call it. Read without picocli, which takes 45 ms to set up, a fifth of the whole start. Any other command line is
 * picocli's: help, mistakes, and the ways of writing that only picocli knows.
 */
final class PlainServe {
    static final String COMMAND = "serve";
    static final String DEMO = "--demo";

    private final ConfigurationArguments arguments = new ConfigurationArguments();
    private final Set<String> seen = new HashSet<>();
    private boolean demo;

    private PlainServe() {}

    /** Empty where the arguments are not as plain as that. */
    static Optional<PlainServe> read(String... args) {
        if (args.length == 0 || !args[0].equals(COMMAND)) {
            return Optional.empty();
        }
        var plain = new PlainServe();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            boolean taken;
            if (args[i].equals(DEMO)) {
                taken = plain.seen.add(DEMO);
                plain.demo = true;
            } else if (args[i].startsWith("--") && equals > 0) {
                taken = plain.take(args[i].substring(0, equals), args[i].substring(equals + 1));
            } else {
                taken = i + 1 < args.length && plain.take(args[i], args[++i]);
            }
            if (!taken) {
                return Optional.empty();
            }
        }
        return Optional.of(plain);
    }

    private boolean take(String option, String value) {
        // An option in place of a value, and a file of arguments.
        if (value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
            return false;
        }
        if (option.equals(ConfigurationArguments.SET)) {
            return arguments.assign(value);
        }
        if (!seen.add(option)) {
            return false;
        }
        if (option.equals(ConfigurationArguments.CONFIG)) {
            arguments.file(Path.of(value));
            return true;
        }
        if (ConfigurationArguments.standsForKey(option)) {
            arguments.put(option, value);
            return true;
        }
        return false;
    }

    ConfigurationArguments arguments() {
        return arguments;
    }

    boolean demo() {
        return demo;
    }
}
