package io.plasmd.provider.health;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The status as the page reads it. Fields come from other endpoints and may be missing or of another type, which must
 * not keep the rest of the page from being shown.
 */
record StatusTree(Map<?, ?> fields) {

    StatusTree at(String name) {
        return new StatusTree(fields.get(name) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return optionalNumber(name).orElse(0);
    }

    OptionalLong optionalNumber(String name) {
        return toNumber(fields.get(name));
    }

    double decimal(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    List<StatusTree> list(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> new StatusTree((Map<?, ?>) item))
                        .toList()
                : List.of();
    }

    /** Of a list of which perhaps only a part is there. */
    long count(String name) {
        return optionalNumber(name + "_count").orElse(list(name).size());
    }

    List<String> names() {
        return fields.keySet().stream().map(String::valueOf).toList();
    }

    private static OptionalLong toNumber(@Nullable Object value) {
        return value instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
