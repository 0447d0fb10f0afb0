package io.plasmd.provider.netboot;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The UUID that the firmware of a machine has (SMBIOS, section 7.2.1), in the usual spellings. */
final class SystemUuid {
    static final String EXPECTED = "expected one such as 4c4c4544-0051-3510-8052-b4c04f4a3132";

    private static final Pattern SPELLING =
            Pattern.compile("(?i)(urn:uuid:)?\\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})}?");

    private SystemUuid() {}

    /** In lower case with hyphens. Empty for what is none. */
    static Optional<String> canonical(String text) {
        var matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(String.join(
                        "-", matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5), matcher.group(6))
                .toLowerCase(Locale.ROOT));
    }

    /** All zeros or all ones: the firmware does not know it (SMBIOS, section 7.2.1). */
    static boolean isUnset(String canonical) {
        return canonical.replace("-", "").matches("0{32}|f{32}");
    }
}
