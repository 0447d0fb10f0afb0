package io.plasmd.provider.release;

import java.util.List;

/** The names of an architecture. Kernel and uname say one, Debian and Go the other; both mean the same directory. */
public final class ArchitectureNames {
    private static final List<List<String>> ALIASES = List.of(List.of("x86_64", "amd64"), List.of("aarch64", "arm64"));

    private ArchitectureNames() {}

    /** The name that the kernel has for it, under which releases are kept. */
    public static String canonical(String name) {
        for (List<String> names : ALIASES) {
            if (names.contains(name)) {
                return names.getFirst();
            }
        }
        return name;
    }

    /** All names of it, the given one first. */
    public static List<String> of(String name) {
        for (List<String> names : ALIASES) {
            if (names.contains(name)) {
                return names.getFirst().equals(name) ? names : names.reversed();
            }
        }
        return List.of(name);
    }
}
