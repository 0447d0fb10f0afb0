package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting that refers to nothing.
 *
 * @param key of the setting
 * @param reference as it is written
 */
record Unresolved(String key, String reference) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    /** The one that an exception is about, which only says what was referred to. */
    static Optional<Unresolved> of(ConfigException e, Config layer) {
        Matcher reference = REFERENCE.matcher(String.valueOf(e.getMessage()));
        return reference.find() ? find("", layer.root(), reference.group()) : Optional.empty();
    }

    private static Optional<Unresolved> find(String prefix, ConfigObject section, String reference) {
        for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
            String key = prefix + ConfigUtil.joinPath(List.of(entry.getKey()));
            Optional<Unresolved> found = entry.getValue() instanceof ConfigObject inner && isPlain(inner)
                    ? find(key + ".", inner, reference)
                    : entry.getValue().render().contains(reference)
                            ? Optional.of(new Unresolved(key, reference))
                            : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Neither an empty one, nor one that is itself made by references. */
    private static boolean isPlain(ConfigObject section) {
        try {
            return !section.isEmpty();
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    Problem problem(ConfigException e) {
        return new Problem(
                Problem.of(e).where(),
                key + " refers to " + reference + ": there is no setting and no environment variable of that name;"
                        + " ${?…} leaves it out where it is not set.");
    }
}
