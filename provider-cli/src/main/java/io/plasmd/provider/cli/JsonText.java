package io.plasmd.provider.cli;

import java.util.HexFormat;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** JSON for a terminal or a program. */
final class JsonText {
    /** What Jackson leaves as it is and a terminal may obey, or not show; in JSON it stands in strings only. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\\x00-\\x1f]]");

    private JsonText() {}

    /** The same value, with everything escaped that could drive a terminal. */
    static String of(JsonNode json) {
        return UNPRINTABLE.matcher(json.toPrettyString()).replaceAll(found -> escaped(found.group()));
    }

    private static String escaped(String character) {
        var escaped = new StringBuilder();
        // The backslash twice, since replaceAll reads the first for itself.
        character
                .chars()
                .forEach(half -> escaped.append("\\\\u").append(HexFormat.of().toHexDigits((char) half)));
        return escaped.toString();
    }
}
