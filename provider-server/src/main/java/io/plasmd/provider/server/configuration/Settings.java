package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings that come as texts, from the command line or the environment; the last of a key counts. */
public record Settings(List<Setting> list) {

    static final Settings NONE = new Settings(List.of());

    /**
     * One of them.
     *
     * @param origin the option or variable it came from, for people
     */
    public record Setting(String key, String value, String origin) {}

    /** As configuration. What is a list by its default may be written {@code a,b} or {@code [a, b]}. */
    Config toConfig(ReferenceKeys keys, List<Problem> problems) {
        Config config = ConfigFactory.empty();
        for (Setting setting : list) {
            ConfigValue reference = keys.defaults().get(setting.key());
            try {
                config = config.withValue(setting.key(), value(setting, reference));
            } catch (ConfigException.BadPath e) {
                problems.add(new Problem(
                        setting.origin(),
                        "malformed key \"" + setting.key()
                                + "\": expected names joined by dots, such as provider.http.port"));
            }
        }
        return config;
    }

    private static ConfigValue value(Setting setting, @Nullable ConfigValue reference) {
        if (reference instanceof ConfigList) {
            return list(setting);
        }
        return ConfigValueFactory.fromAnyRef(setting.value(), setting.origin());
    }

    private static ConfigValue list(Setting setting) {
        String text = setting.value().strip();
        if (text.startsWith("[")) {
            try {
                // The parser would add a line number, of which an option has none.
                return ConfigFactory.parseString(
                                "value = " + text, ConfigParseOptions.defaults().setIncluder(FileIncluder.ofNothing()))
                        .getValue("value")
                        .withOrigin(ConfigOriginFactory.newSimple(setting.origin()));
            } catch (ConfigException e) {
                return ConfigValueFactory.fromAnyRef(setting.value(), setting.origin());
            }
        }
        List<String> items = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
        return ConfigValueFactory.fromIterable(items, setting.origin());
    }
}
