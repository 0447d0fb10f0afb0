package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Holds one layer of the configuration against the known keys: unknown keys and values of the wrong type. */
final class KeyCheck {
    private final ReferenceKeys keys;
    private static final Pattern PLUGIN_SECTION = Pattern.compile("provider\\.endpoints\\.[^.]+");

    private final List<String> openSections;
    private final List<Problem> problems;

    KeyCheck(ReferenceKeys keys, List<String> openSections, List<Problem> problems) {
        this.keys = keys;
        this.openSections = openSections;
        this.problems = problems;
    }

    /** The layer without what is wrong in it; each such thing is now a problem. */
    Config keepSound(Config layer) {
        return keepSound("", layer.root(), ConfigFactory.empty());
    }

    private Config keepSound(String prefix, ConfigObject section, Config sound) {
        Config result = sound;
        for (var entry : inOrder(section)) {
            String key = prefix + ConfigUtil.joinPath(List.of(entry.getKey()));
            ConfigValue value = entry.getValue();
            if (keys.isSection(key) || isAboveOpenSection(key)) {
                if (value instanceof ConfigObject inner) {
                    result = keepSound(key + ".", inner, result);
                } else {
                    problems.add(Problem.at(value.origin(), mismatch(key, value, ValueType.SECTION)));
                }
            } else if (isSound(key, value)) {
                result = result.withValue(key, value);
            }
        }
        return result;
    }

    /** By line where they stand in a file, so that problems come in the order in which they are mended. */
    private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject section) {
        List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(section.entrySet());
        entries.sort(KeyCheck::compare);
        return entries;
    }

    /** In place of Comparator.comparing(), whose serializable lambdas no start-up cache keeps: 10 ms of every start. */
    private static int compare(Map.Entry<String, ConfigValue> a, Map.Entry<String, ConfigValue> b) {
        int byLine = Integer.compare(
                a.getValue().origin().lineNumber(), b.getValue().origin().lineNumber());
        return byLine != 0 ? byLine : a.getKey().compareTo(b.getKey());
    }

    private boolean isAboveOpenSection(String key) {
        return openSections.stream().anyMatch(open -> open.startsWith(key + "."));
    }

    private boolean isSound(String key, ConfigValue value) {
        if (openSections.contains(key)) {
            return true;
        }
        ConfigValue reference = keys.defaults().get(key);
        if (reference == null
                && openSections.contains(Configuration.OF_A_BROKEN_PLUGIN)
                && PLUGIN_SECTION.matcher(key).matches()) {
            // That it is unknown only follows from what is said about the plugin.
            return false;
        }
        if (reference == null) {
            reportUnknown(key, value);
            return false;
        }
        ValueType type = ValueType.of(reference);
        if (!type.accepts(value)) {
            problems.add(Problem.at(value.origin(), mismatch(key, value, type)));
            return false;
        }
        return true;
    }

    private void reportUnknown(String key, ConfigValue value) {
        if (value instanceof ConfigObject inner && !inner.isEmpty()) {
            inOrder(inner)
                    .forEach(entry ->
                            reportUnknown(key + "." + ConfigUtil.joinPath(List.of(entry.getKey())), entry.getValue()));
            return;
        }
        String suggestion = NearestKey.suggestion(key, keys.defaults().keySet());
        problems.add(Problem.at(value.origin(), "unknown key " + key + suggestion));
    }

    private static String mismatch(String key, ConfigValue value, ValueType expected) {
        String shown = Secrets.masked(key, value).render(ConfigRenderOptions.concise());
        return key + " = " + shown + ": expected " + expected.expectation();
    }
}
