package io.plasmd.provider.catalog;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/** What is asked of settings. */
public final class SettingValues {
    private SettingValues() {}

    /** A number that is not too small. */
    public static int atLeast(int min, Config config, String key) {
        int value = config.getInt(key);
        if (value < min) {
            throw wrong(config, key, "expected " + min + " or more");
        }
        return value;
    }

    /** What to throw where a value is of no use. */
    public static ConfigException wrong(Config config, String key, String expected) {
        var value = config.getValue(key);
        return new ConfigException.Generic(
                value.origin().description() + ": " + key + " = \"" + value.unwrapped() + "\": " + expected);
    }
}
