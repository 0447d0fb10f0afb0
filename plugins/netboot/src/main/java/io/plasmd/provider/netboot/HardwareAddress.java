package io.plasmd.provider.netboot;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A MAC address in any of the spellings that boot loaders and people use. */
final class HardwareAddress {
    static final String EXPECTED = "expected six bytes, such as 52:54:00:12:34:56";

    /** With colons or hyphens, in three groups by dots, or as twelve digits. */
    private static final Pattern SPELLING = Pattern.compile(
            "(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9a-f]{2}(-[0-9a-f]{2}){5}|[0-9a-f]{4}(\\.[0-9a-f]{4}){2}|[0-9a-f]{12}");

    /** PXELINUX and GRUB put the number of the hardware type in front: 01 for Ethernet (RFC 1700). */
    private static final String ETHERNET = "01-";

    private HardwareAddress() {}

    /** In the form {@code 52:54:00:12:34:56}. Empty for what is none, or that of no single machine. */
    static Optional<String> canonical(String text) {
        if (!SPELLING.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.replaceAll("[:.-]", "").toLowerCase(Locale.ROOT);
        if (digits.equals("000000000000") || digits.equals("ffffffffffff")) {
            return Optional.empty();
        }
        return Optional.of(String.join(":", digits.split("(?<=\\G..)")));
    }

    /** As it stands in a name of a file: {@code 01-52-54-00-12-34-56}, or without the number. */
    static Optional<String> ofFileName(String text) {
        return text.startsWith(ETHERNET) && text.length() == 20 ? canonical(text.substring(3)) : canonical(text);
    }

    /** As the kernel and PXELINUX have it: {@code 01-52-54-00-12-34-56}. */
    static String withType(String canonical) {
        return ETHERNET + canonical.replace(':', '-');
    }
}
