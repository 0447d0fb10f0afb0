package io.plasmd.provider.netboot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a machine says of itself. It may say anything: nothing of it is believed to be well-formed but what is checked here.
 *
 * @param values by {@linkplain #NAMES name}; the hardware address, the UUID and the architecture in their canonical spelling
 */
record Facts(Map<String, String> values) {
    static final String MAC = "mac";
    static final String UUID = "uuid";
    static final String ARCH = "arch";

    /** Those that groups can ask for, and templates show. */
    static final List<String> NAMES =
            List.of(MAC, UUID, ARCH, "platform", "serial", "asset", "manufacturer", "product", "hostname");

    private static final int LONGEST = 128;

    Facts {
        values = Map.copyOf(values);
    }

    /**
     * Reads those of a query.
     *
     * @throws NotBootableException where one of them is malformed
     */
    static Facts read(Map<String, String> query) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : NAMES) {
            String said = query.getOrDefault(name, "").strip();
            if (!said.isEmpty()) {
                values.put(name, said.substring(0, Math.min(LONGEST, said.length())));
            }
        }
        // Of a 64-bit machine that runs a BIOS this is i386, as iPXE was built.
        if (!values.containsKey(ARCH) && query.containsKey("buildarch")) {
            values.put(ARCH, query.get("buildarch").strip());
        }
        values.computeIfPresent(MAC, (name, said) -> HardwareAddress.canonical(said)
                .orElseThrow(() -> NotBootableException.wrong(name, said, HardwareAddress.EXPECTED)));
        values.computeIfPresent(UUID, (name, said) -> SystemUuid.canonical(said)
                .orElseThrow(() -> NotBootableException.wrong(name, said, SystemUuid.EXPECTED)));
        values.computeIfPresent(ARCH, (name, said) -> Architecture.canonical(said)
                .orElseThrow(() -> NotBootableException.wrong(name, said, Architecture.expected())));
        values.computeIfPresent(UUID, (name, uuid) -> SystemUuid.isUnset(uuid) ? null : uuid);
        return new Facts(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** With one more, in place of what was said of it. */
    Facts with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Facts(more);
    }

    /** With what was said earlier, where nothing newer is. */
    Facts over(Facts earlier) {
        Map<String, String> all = new LinkedHashMap<>(earlier.values);
        all.putAll(values);
        return new Facts(all);
    }
}
