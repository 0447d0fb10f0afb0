package io.plasmd.provider.netboot.arguments;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The arguments of a command, each option once: {@code --name}, {@code --name value} or {@code --name=value}. */
public final class Options {
    private final Map<String, String> given = new HashMap<>();

    /**
     * Reads them.
     *
     * @param flags the options that have no value
     * @param values those that have one
     * @throws UsageException where they make no sense
     */
    public Options(List<String> arguments, Set<String> flags, Set<String> values) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!flags.contains(name) && !values.contains(name)) {
                throw new UsageException((name.startsWith("-") ? "unknown option " : "unexpected argument ") + name);
            }
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            if (flags.contains(name) && equals >= 0) {
                throw new UsageException(name + " takes no value");
            }
            if (values.contains(name) && equals < 0 && i + 1 < arguments.size()) {
                value = arguments.get(++i);
            }
            if (values.contains(name) && (value.isEmpty() || value.startsWith("--"))) {
                throw new UsageException(name + " needs a value");
            }
            if (given.put(name, value) != null) {
                throw new UsageException(name + " is given twice");
            }
        }
    }

    /** Whether one is given. */
    public boolean has(String name) {
        return given.containsKey(name);
    }

    /** Null where it is not given. */
    public @Nullable String value(String name) {
        return given.get(name);
    }

    /** With what counts where it is not given. */
    public String value(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** Of these that are given, in the order of the alphabet. */
    public List<String> of(List<String> names) {
        var some = new TreeSet<>(names);
        some.retainAll(given.keySet());
        return List.copyOf(some);
    }
}
