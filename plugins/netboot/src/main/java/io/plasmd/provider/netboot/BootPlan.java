package io.plasmd.provider.netboot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a script makes a machine do: load these files from the first server that has them, and boot.
 *
 * @param notes for who reads the script
 * @param arguments of the kernel, by server, in the order in which to try them
 * @param kernel or a unified kernel image, and then there are no initrds
 * @param shim the path of one
 */
record BootPlan(
        List<String> notes,
        Map<String, String> arguments,
        BootFile kernel,
        List<BootFile> initrds,
        boolean unified,
        Optional<String> shim,
        boolean verify,
        int attempts,
        Duration pause,
        Action fallback) {}
