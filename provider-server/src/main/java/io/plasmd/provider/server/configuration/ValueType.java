package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;

/** What a key takes, told from its default: a default of {@code 30s} makes a duration, one of {@code 8KiB} a size. */
public enum ValueType {
    SECTION("a section { … }"),
    LIST("a list [ … ]"),
    BOOLEAN("true or false"),
    NUMBER("a number"),
    DURATION("a duration with its unit, such as 500ms, 30s or 5m"),
    SIZE("a size with its unit, such as 512KiB, 64MiB or 10GiB"),
    TEXT("a text");

    private static final Pattern DURATION_DEFAULT = Pattern.compile("\\d+ ?(ns|us|ms|s|m|h|d)");
    private static final Pattern SIZE_DEFAULT = Pattern.compile("\\d+ ?([kKMGT]i?)?B");

    /** Typesafe Config takes a number without a unit for milliseconds or bytes, which nobody means by 30. */
    private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?[0-9.]*[1-9][0-9.]*([eE][+-]?\\d+)?");

    private final String expectation;

    ValueType(String expectation) {
        this.expectation = expectation;
    }

    String expectation() {
        return expectation;
    }

    /** What the default of a key makes it. */
    public static ValueType of(ConfigValue reference) {
        return switch (reference.valueType()) {
            case OBJECT -> SECTION;
            case LIST -> LIST;
            case BOOLEAN -> BOOLEAN;
            case NUMBER -> NUMBER;
            case STRING, NULL -> ofText(String.valueOf(reference.unwrapped()));
        };
    }

    private static ValueType ofText(String reference) {
        if (DURATION_DEFAULT.matcher(reference).matches()) {
            return DURATION;
        }
        return SIZE_DEFAULT.matcher(reference).matches() ? SIZE : TEXT;
    }

    boolean accepts(ConfigValue value) {
        Config config = value.atKey("value");
        try {
            switch (this) {
                case SECTION -> config.getConfig("value");
                case LIST -> config.getList("value");
                case BOOLEAN -> config.getBoolean("value");
                case NUMBER -> config.getNumber("value");
                case DURATION -> {
                    return hasUnit(config) && !config.getDuration("value").isNegative();
                }
                case SIZE -> {
                    if (!hasUnit(config)) {
                        return false;
                    }
                    // The first refuses what is negative, the second what is beyond 64 bits.
                    config.getMemorySize("value");
                    config.getBytes("value");
                }
                case TEXT -> {
                    // No name, path or address has a NUL in it, and Path.of() throws.
                    return config.getString("value").indexOf('\0') < 0;
                }
            }
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }

    /** Zero is the same in all of them. */
    private static boolean hasUnit(Config config) {
        return !BARE_NUMBER.matcher(config.getString("value").strip()).matches();
    }
}
