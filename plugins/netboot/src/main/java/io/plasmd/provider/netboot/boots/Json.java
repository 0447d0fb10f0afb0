package io.plasmd.provider.netboot.boots;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Map;

/** Writes a value as JSON, in one line. Typesafe Config reads JSON, but what it writes is in the order of the alphabet. */
final class Json {
    private Json() {}

    static String of(Object value) {
        var json = new StringBuilder(512);
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                char before = '{';
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.append(before)
                            .append(ConfigUtil.quoteString(String.valueOf(entry.getKey())))
                            .append(':');
                    append(json, entry.getValue());
                    before = ',';
                }
                json.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                char before = '[';
                for (Object element : list) {
                    json.append(before);
                    append(json, element);
                    before = ',';
                }
                json.append(list.isEmpty() ? "[]" : "]");
            }
            case Boolean flag -> json.append(flag);
            case Number number -> json.append(number);
            default -> json.append(ConfigUtil.quoteString(String.valueOf(value)));
        }
    }
}
