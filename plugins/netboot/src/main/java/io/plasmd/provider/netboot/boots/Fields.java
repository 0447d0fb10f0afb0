package io.plasmd.provider.netboot.boots;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object. Each method throws {@link IllegalArgumentException} where one is missing or of another
 * type.
 */
record Fields(Map<?, ?> map) {

    static Fields of(@Nullable Object value) {
        return new Fields(as(Map.class, value));
    }

    private static <T> T as(Class<T> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(value + " is no " + type.getSimpleName());
        }
        return type.cast(value);
    }

    String text(String key) {
        return as(String.class, map.get(key));
    }

    boolean flag(String key) {
        return as(Boolean.class, map.get(key));
    }

    Fields object(String key) {
        return of(map.get(key));
    }

    Optional<Fields> optional(String key) {
        return map.containsKey(key) ? Optional.of(object(key)) : Optional.empty();
    }

    List<Fields> objects(String key) {
        List<?> values = as(List.class, map.get(key));
        return values.stream().map(Fields::of).toList();
    }

    Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        map.forEach((key, value) -> texts.put(as(String.class, key), as(String.class, value)));
        return texts;
    }

    Map<String, Integer> numbers() {
        var numbers = new TreeMap<String, Integer>();
        map.forEach((key, value) -> numbers.put(as(String.class, key), Math.toIntExact(as(Long.class, value))));
        return numbers;
    }
}
