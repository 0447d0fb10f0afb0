package io.plasmd.provider.netboot;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A part of the configuration whose keys the host does not know.
 *
 * @param path its key, for messages
 * @param problems takes what is wrong, so that all of it comes to light at once
 */
record Section(String path, ConfigObject object, List<String> problems) {

    /** File and line, or the option it came from. */
    static String place(ConfigOrigin origin) {
        return origin.filename() == null ? origin.description() : origin.filename() + ":" + origin.lineNumber();
    }

    String place() {
        return place(object.origin());
    }

    void allowOnly(Set<String> keys) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            if (!keys.contains(entry.getKey())) {
                problem(
                        entry.getValue().origin(),
                        "unknown key " + path + "." + entry.getKey() + ": expected one of "
                                + String.join(", ", new TreeSet<>(keys)));
            }
        }
    }

    /** What is in it, each a section itself. */
    List<Map.Entry<String, Section>> sections() {
        List<Map.Entry<String, Section>> sections = new ArrayList<>();
        object.keySet().stream()
                .sorted()
                .forEach(name -> section(name).ifPresent(inner -> sections.add(Map.entry(name, inner))));
        return sections;
    }

    Optional<Section> section(String key) {
        @Nullable ConfigValue value = object.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ConfigObject inner) {
            return Optional.of(new Section(path + "." + key, inner, problems));
        }
        wrong(key, "expected a section, " + key + " { … }");
        return Optional.empty();
    }

    /** Empty also for an empty text. */
    Optional<String> text(String key) {
        @Nullable ConfigValue value = object.get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<String> text = scalar(value);
        if (text.isEmpty()) {
            wrong(key, "expected a text");
        }
        return text.filter(one -> !one.isEmpty());
    }

    /** A list, or one value alone. */
    Optional<List<String>> texts(String key) {
        @Nullable ConfigValue value = object.get(key);
        if (value == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (ConfigValue one : value instanceof ConfigList list ? list : List.of(value)) {
            scalar(one).ifPresentOrElse(texts::add, () -> wrong(key, "expected a text or a list of texts"));
        }
        return Optional.of(texts);
    }

    boolean flag(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            wrong(key, "expected true or false");
        }
        return text.isPresent() && text.get().equals("true");
    }

    int number(String key) {
        try {
            return text(key).map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException e) {
            wrong(key, "expected a whole number");
            return 0;
        }
    }

    void wrong(String key, String expected) {
        ConfigValue value = object.get(key);
        problem(
                value == null ? object.origin() : value.origin(),
                path + "." + key
                        + (value == null ? "" : " = " + value.render(ConfigRenderOptions.concise()))
                        + ": " + expected);
    }

    private void problem(ConfigOrigin origin, String what) {
        problems.add(place(origin) + ": " + what);
    }

    private static Optional<String> scalar(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                        || value.valueType() == ConfigValueType.NUMBER
                        || value.valueType() == ConfigValueType.BOOLEAN
                ? Optional.of(String.valueOf(value.unwrapped()))
                : Optional.empty();
    }
}
