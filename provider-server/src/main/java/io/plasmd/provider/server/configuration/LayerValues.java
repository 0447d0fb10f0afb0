package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;

/**
 * What one layer of the configuration sets, with the references in it resolved. A list that is added to ({@code +=}, or
 * {@code ${list} [more]}) looks back to the defaults; resolved once more against the result it would have each element
 * twice, as {@code Config.resolveWith} does it.
 */
final class LayerValues {
    private LayerValues() {}

    /**
     * Takes the values of all keys of a layer.
     *
     * @param resolved the layer over all that it may refer to
     */
    static Config of(Config layer, Config resolved) {
        return of(layer.root(), resolved.root()).toConfig();
    }

    /** Begins with the section itself, whose place in the file is then still known. */
    private static ConfigObject of(ConfigObject section, ConfigObject resolved) {
        ConfigObject result = section;
        for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
            ConfigValue value = resolved.get(entry.getKey());
            if (value == null) {
                result = result.withoutKey(entry.getKey());
            } else if (entry.getValue() instanceof ConfigObject inner
                    && value instanceof ConfigObject resolvedInner
                    && isPlain(inner)) {
                result = result.withValue(entry.getKey(), of(inner, resolvedInner));
            } else {
                result = result.withValue(entry.getKey(), value);
            }
        }
        return result;
    }

    /** Not an empty one, which is a value, and not one that is made of others by references, whose keys are not known before they are resolved. */
    private static boolean isPlain(ConfigObject section) {
        try {
            return !section.isEmpty();
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }
}
