package io.plasmd.provider.netboot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator gives templates to fill in. */
final class TemplateData {
    private TemplateData() {}

    /** The values of a section, marked as the operator's own. */
    static Map<String, Object> trusted(Section section) {
        Map<String, Object> marked = new LinkedHashMap<>();
        section.object().unwrapped().forEach((key, value) -> marked.put(key, mark(value)));
        return marked;
    }

    private static Object mark(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> marked = new LinkedHashMap<>();
            map.forEach((key, inner) -> marked.put(String.valueOf(key), mark(inner)));
            return marked;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TemplateData::mark).toList();
        }
        if (value instanceof Boolean) {
            return value;
        }
        return value == null || value.equals("") ? "" : new Templates.Trusted(String.valueOf(value));
    }
}
