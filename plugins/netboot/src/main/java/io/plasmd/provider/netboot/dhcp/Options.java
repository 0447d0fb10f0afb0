package io.plasmd.provider.netboot.dhcp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The arguments of the command, each option once: {@code --name}, {@code --name value} or {@code --name=value}. */
final class Options {
    private static final Set<String> FLAGS = Set.of("--dnsmasq", "--kea", "--isc", "--proxy", "--help", "-h");
    private static final Set<String> VALUES =
            Set.of("--url", "--channel", "--network", "--range", "--router", "--interface", "--tftp");

    private final Map<String, String> given = new HashMap<>();

    Options(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!FLAGS.contains(name) && !VALUES.contains(name)) {
                throw new UsageException((name.startsWith("-") ? "unknown option " : "unexpected argument ") + name);
            }
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            if (FLAGS.contains(name) && equals >= 0) {
                throw new UsageException(name + " takes no value");
            }
            if (VALUES.contains(name) && equals < 0 && i + 1 < arguments.size()) {
                value = arguments.get(++i);
            }
            if (VALUES.contains(name) && (value.isEmpty() || value.startsWith("--"))) {
                throw new UsageException(name + " needs a value");
            }
            if (given.put(name, value) != null) {
                throw new UsageException(name + " is given twice");
            }
        }
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    @Nullable
    String value(String name) {
        return given.get(name);
    }

    String value(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** Of these that are given, in the order of the alphabet. */
    List<String> of(List<String> names) {
        var some = new TreeSet<>(names);
        some.retainAll(given.keySet());
        return List.copyOf(some);
    }
}
