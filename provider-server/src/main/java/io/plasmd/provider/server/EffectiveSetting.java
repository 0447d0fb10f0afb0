package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One value in force.
 *
 * @param origin where it came from, for people
 */
record EffectiveSetting(String key, String value, String origin) {
    private static final Pattern SECRET =
            Pattern.compile("(^|[.-])(password|passphrase|secret|token|credential)s?$", Pattern.CASE_INSENSITIVE);

    /** All below {@code provider}, by key. */
    static List<EffectiveSetting> of(Config config) {
        return config.withOnlyPath("provider").entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(EffectiveSetting::key))
                .toList();
    }

    private static EffectiveSetting of(String key, ConfigValue value) {
        return new EffectiveSetting(
                key, SECRET.matcher(key).find() ? "********" : render(value), Origins.describe(value.origin()));
    }

    private static String render(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                        && !value.unwrapped().toString().isEmpty()
                ? value.unwrapped().toString()
                : value.render(ConfigRenderOptions.concise());
    }
}
