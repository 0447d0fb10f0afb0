package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of architectures: those of directories, and what firmware, iPXE and GRUB call them. */
final class Architecture {
    private static final Map<String, List<String>> NAMES = Map.of(
            "x86_64", List.of("x86_64", "x86-64", "amd64", "x64"),
            "i386", List.of("i386", "i486", "i586", "i686", "x86", "ia32"),
            "aarch64", List.of("aarch64", "arm64", "aa64"),
            "arm", List.of("arm", "arm32", "armhf", "armv6l", "armv7", "armv7l", "armv7hl"),
            "riscv64", List.of("riscv64", "rv64"),
            "riscv32", List.of("riscv32", "rv32"),
            "loongarch64", List.of("loongarch64", "loong64"),
            "ppc64le", List.of("ppc64le", "ppc64el"),
            "s390x", List.of("s390x"));

    private Architecture() {}

    /** The name of the directory. Empty for what is none. */
    static Optional<String> canonical(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().contains(lower))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static String expected() {
        return "expected one of " + String.join(", ", NAMES.keySet().stream().sorted().toList());
    }
}
