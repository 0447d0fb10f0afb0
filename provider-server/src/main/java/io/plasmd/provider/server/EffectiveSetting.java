package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One value in force.
 *
 * @param value as text; masked where the key is that of a secret
 * @param origin where it came from, for people
 */
public record EffectiveSetting(String key, String value, String origin) {
    private static final Pattern SECRET =
            Pattern.compile("(password|passphrase|secret|token|credential|api[-_]?key)s?$", Pattern.CASE_INSENSITIVE);
    private static final String MASK = "********";

    /** All below {@code provider}, by key. */
    public static List<EffectiveSetting> of(Config config) {
        return config.withOnlyPath("provider").entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(EffectiveSetting::key))
                .toList();
    }

    private static EffectiveSetting of(String key, ConfigValue value) {
        boolean secret = ConfigUtil.splitPath(key).stream().anyMatch(EffectiveSetting::isSecret);
        return new EffectiveSetting(key, secret ? MASK : render(masked(value)), Origins.describe(value.origin()));
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name).find();
    }

    /** A list may hold sections with secrets in them. */
    private static ConfigValue masked(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return ConfigValueFactory.fromIterable(
                    list.stream().map(EffectiveSetting::masked).toList());
        }
        if (value instanceof ConfigObject section) {
            ConfigObject result = section;
            for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
                ConfigValue inner =
                        isSecret(entry.getKey()) ? ConfigValueFactory.fromAnyRef(MASK) : masked(entry.getValue());
                result = result.withValue(entry.getKey(), inner);
            }
            return result;
        }
        return value;
    }

    private static String render(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        boolean plain = value.valueType() == ConfigValueType.STRING
                && !text.isEmpty()
                && text.chars().noneMatch(Character::isISOControl);
        return plain ? text : value.render(ConfigRenderOptions.concise());
    }
}
