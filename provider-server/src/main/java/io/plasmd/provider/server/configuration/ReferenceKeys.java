package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every key that the {@code reference.conf} files know, with its default. A section without keys takes any. */
public final class ReferenceKeys {
    private final SortedMap<String, ConfigValue> defaults = new TreeMap<>();

    /** Of defaults that are resolved. */
    public ReferenceKeys(Config reference) {
        collect("", reference.root());
    }

    private void collect(String prefix, ConfigObject section) {
        section.forEach((name, value) -> {
            String key = prefix + ConfigUtil.joinPath(List.of(name));
            if (value instanceof ConfigObject inner && !inner.isEmpty()) {
                collect(key + ".", inner);
            } else {
                defaults.put(key, value);
            }
        });
    }

    /** Key by default value, sorted by key. */
    public SortedMap<String, ConfigValue> defaults() {
        return defaults;
    }

    boolean isSection(String key) {
        return !defaults.tailMap(key + ".").isEmpty()
                && defaults.tailMap(key + ".").firstKey().startsWith(key + ".");
    }
}
