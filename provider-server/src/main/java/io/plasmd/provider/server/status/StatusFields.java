package io.plasmd.provider.server.status;

import io.plasmd.provider.server.plugin.PluginValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields that endpoints add to the status, each at its place in a tree. */
public final class StatusFields {
    private final Map<String, Supplier<? extends @Nullable Object>> fields = new LinkedHashMap<>();

    public void add(String field, Supplier<? extends @Nullable Object> value) {
        for (String name : field.split("\\.", -1)) {
            Names.requireSnakeCase(name);
        }
        for (String other : fields.keySet()) {
            if ((field + ".").startsWith(other + ".") || (other + ".").startsWith(field + ".")) {
                throw new IllegalArgumentException(
                        "status field \"" + field + "\" is taken: there is a field \"" + other + "\" already");
            }
        }
        fields.put(field, value);
    }

    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        fields.forEach((field, value) -> put(root, field, PluginValue.of("status field " + field, value)));
        return root;
    }

    @SuppressWarnings("unchecked") // the inner maps are made here, and add() keeps leaves and inner nodes apart
    private static void put(Map<String, @Nullable Object> root, String field, @Nullable Object value) {
        Map<String, @Nullable Object> node = root;
        String[] names = field.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            node = (Map<String, @Nullable Object>)
                    Objects.requireNonNull(node.computeIfAbsent(names[i], k -> new LinkedHashMap<>()));
        }
        node.put(names[names.length - 1], value);
    }
}
