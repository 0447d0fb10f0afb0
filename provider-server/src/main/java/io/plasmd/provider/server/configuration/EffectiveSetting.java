package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;

/**
 * One value in force.
 *
 * @param value as text; masked where the key is that of a secret
 * @param origin where it came from, for people
 */
public record EffectiveSetting(String key, String value, String origin) {
    /** All below {@code provider}, by key. */
    public static List<EffectiveSetting> of(Config config) {
        return config.withOnlyPath("provider").entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(EffectiveSetting::key))
                .toList();
    }

    private static EffectiveSetting of(String key, ConfigValue value) {
        return new EffectiveSetting(key, render(Secrets.masked(key, value)), Origins.describe(value.origin()));
    }

    private static String render(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        boolean plain = value.valueType() == ConfigValueType.STRING
                && !text.isEmpty()
                && text.chars().noneMatch(Character::isISOControl);
        return plain ? text : value.render(ConfigRenderOptions.concise());
    }
}
