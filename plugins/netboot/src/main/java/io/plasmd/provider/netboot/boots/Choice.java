package io.plasmd.provider.netboot.boots;

import java.util.Map;
import java.util.Optional;

/**
 * What a script has a machine boot.
 *
 * @param group the rule that named the machine
 * @param version of the release; empty where the artifacts were put in place by hand
 * @param roleOfPath what it loads from where: a path of a file, or of a directory, to {@code kernel}, {@code initrd} or
 *     {@code rootfs}
 * @param awaited whether the machine will say that it is up; otherwise nothing more is expected of it when it has loaded
 *     all of these
 */
public record Choice(
        String group,
        String profile,
        String channel,
        String arch,
        String version,
        Map<String, String> roleOfPath,
        boolean awaited) {
    public Choice {
        roleOfPath = Map.copyOf(roleOfPath);
        roleOfPath.values().forEach(Choice::stateOfRole);
    }

    /** Of a machine that will say that it is up. */
    public Choice(
            String group, String profile, String channel, String arch, String version, Map<String, String> roleOfPath) {
        this(group, profile, channel, arch, version, roleOfPath, true);
    }

    private static State stateOfRole(String role) {
        return switch (role) {
            case "kernel" -> State.KERNEL;
            case "initrd" -> State.INITRD;
            case "rootfs" -> State.ROOTFS;
            default ->
                throw new IllegalArgumentException(
                        "\"" + role + "\" is no role of a boot: expected kernel, initrd or rootfs");
        };
    }

    /** What a download of that path brings a boot to. */
    Optional<State> stateOf(String path) {
        String below = path;
        for (int slash = path.length(); slash > 0; slash = below.lastIndexOf('/')) {
            below = below.substring(0, slash);
            String role = roleOfPath.get(below);
            if (role != null) {
                return Optional.of(stateOfRole(role));
            }
        }
        return Optional.empty();
    }

    /** After which nothing is expected. */
    State end() {
        return awaited
                ? State.UP
                : roleOfPath.values().stream()
                        .map(Choice::stateOfRole)
                        .max(State::compareTo)
                        .orElse(State.SCRIPT);
    }
}
